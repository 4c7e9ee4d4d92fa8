package io.hexagent.infrastructure.evalex;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The operations, each in at most {@link #WORKING} digits and each bounded in the size of its result, so that none of
 * them takes noticeable time: nothing needs to be stopped. Not safe for use by several threads.
 */
final class Arithmetic {
    /** Twice the digits of a result, so that rounding in between does not show. */
    static final MathContext WORKING = new MathContext(68, RoundingMode.HALF_EVEN);

    static final MathContext RESULT = new MathContext(34, RoundingMode.HALF_EVEN);
    private static final int MOST_DIGITS = 1000;
    private static final int MOST_FACTORIAL = 450;

    private boolean approximate;

    /** The operation has no value for these operands. The message says why. */
    static final class Undefined extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undefined(String why) {
            super(why);
        }
    }

    /** An operand or a result is larger than what is calculated. The message says how large it may be. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(String what) {
            super(what);
        }
    }

    /** Whether a step was done in 64-bit floating point, so that only about 15 digits hold. */
    boolean isApproximate() {
        return approximate;
    }

    BigDecimal add(BigDecimal x, BigDecimal y) {
        return bounded(x.add(y, WORKING));
    }

    BigDecimal subtract(BigDecimal x, BigDecimal y) {
        return bounded(x.subtract(y, WORKING));
    }

    BigDecimal multiply(BigDecimal x, BigDecimal y) {
        return bounded(x.multiply(y, WORKING));
    }

    BigDecimal divide(BigDecimal x, BigDecimal y) {
        if (y.signum() == 0) {
            throw new Undefined("division by zero");
        }
        return bounded(x.divide(y, WORKING));
    }

    BigDecimal remainder(BigDecimal x, BigDecimal y) {
        if (y.signum() == 0) {
            throw new Undefined("division by zero");
        }
        // Both are bounded, so the quotient has at most some thousand digits.
        return x.remainder(y);
    }

    BigDecimal power(BigDecimal x, BigDecimal y) {
        if (x.signum() == 0) {
            if (y.signum() < 0) {
                throw new Undefined("division by zero");
            }
            return y.signum() == 0 ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        double digits = Math.abs(magnitude(x) * y.doubleValue());
        if (!(digits <= MOST_DIGITS)) {
            throw new TooLarge(shown(x) + " ^ " + shown(y) + " is too large: at most " + MOST_DIGITS
                    + " digits before or behind the point are calculated");
        }
        BigDecimal whole = y.stripTrailingZeros();
        if (whole.scale() <= 0) {
            return whole(x, whole);
        }
        if (x.signum() < 0) {
            throw new Undefined("a root of a negative number");
        }
        if (y.abs().compareTo(new BigDecimal("0.5")) == 0) {
            BigDecimal root = sqrt(x);
            return y.signum() > 0 ? root : divide(BigDecimal.ONE, root);
        }
        approximate = true;
        double power = Math.pow(x.doubleValue(), y.doubleValue());
        if (power == 0 || !Double.isFinite(power)) {
            throw new TooLarge(shown(x) + " ^ " + shown(y) + " is too large for a power with a fraction");
        }
        return BigDecimal.valueOf(power);
    }

    private BigDecimal whole(BigDecimal x, BigDecimal y) {
        if (x.abs().compareTo(BigDecimal.ONE) == 0) {
            boolean odd = y.remainder(BigDecimal.TWO).signum() != 0;
            return x.signum() < 0 && odd ? BigDecimal.ONE.negate() : BigDecimal.ONE;
        }
        // The magnitude is bounded above, but 1.0000001 ^ 999999999999 has few digits and many steps.
        if (y.abs().compareTo(BigDecimal.valueOf(999_999_999)) > 0) {
            throw new TooLarge("the exponent " + shown(y) + " is too large: at most 999999999");
        }
        BigDecimal power = x.pow(y.abs().intValueExact(), WORKING);
        return bounded(y.signum() < 0 ? BigDecimal.ONE.divide(power, WORKING) : power);
    }

    BigDecimal sqrt(BigDecimal x) {
        if (x.signum() < 0) {
            throw new Undefined("the square root of a negative number");
        }
        return x.sqrt(WORKING);
    }

    BigDecimal factorial(BigDecimal x) {
        if (x.signum() < 0 || x.stripTrailingZeros().scale() > 0) {
            throw new Undefined("a factorial is of a whole number from 0");
        }
        if (x.compareTo(BigDecimal.valueOf(MOST_FACTORIAL)) > 0) {
            throw new TooLarge("the factorial of " + shown(x) + " is too large: at most of " + MOST_FACTORIAL);
        }
        BigDecimal product = BigDecimal.ONE;
        for (int i = 2; i <= x.intValueExact(); i++) {
            product = product.multiply(BigDecimal.valueOf(i), WORKING);
        }
        return product;
    }

    BigDecimal ln(BigDecimal x) {
        return logarithm(x, Math::log, Math.log(10));
    }

    BigDecimal log10(BigDecimal x) {
        BigDecimal plain = x.stripTrailingZeros();
        if (x.signum() > 0 && plain.unscaledValue().bitLength() == 1) {
            return BigDecimal.valueOf(-(long) plain.scale());
        }
        return logarithm(x, Math::log10, 1);
    }

    /** The digits are taken apart from the power of ten, which may be beyond a double. */
    private BigDecimal logarithm(BigDecimal x, java.util.function.DoubleUnaryOperator log, double ofTen) {
        if (x.signum() <= 0) {
            throw new Undefined("a logarithm is of a number above zero");
        }
        approximate = true;
        int shift = x.precision() - x.scale();
        boolean near = Math.abs(shift) < 300;
        double value = near
                ? log.applyAsDouble(x.doubleValue())
                : log.applyAsDouble(x.movePointLeft(shift).doubleValue()) + shift * ofTen;
        return BigDecimal.valueOf(value);
    }

    BigDecimal round(BigDecimal x, BigDecimal places) {
        if (places.stripTrailingZeros().scale() > 0 || places.abs().compareTo(BigDecimal.valueOf(MOST_DIGITS)) > 0) {
            throw new TooLarge(
                    "round takes a whole number of places, at most " + MOST_DIGITS + ", got " + shown(places));
        }
        return x.setScale(places.intValueExact(), RoundingMode.HALF_UP);
    }

    /** The operand itself. @throws TooLarge when it has too many digits before or behind the point */
    static BigDecimal bounded(BigDecimal x) {
        if (x.signum() != 0
                && (x.precision() > 2 * MOST_DIGITS
                        || Math.abs((long) x.precision() - x.scale()) > MOST_DIGITS + 1
                        || Math.abs((long) x.scale()) > 2 * MOST_DIGITS)) {
            throw new TooLarge("a number is too large: at most " + MOST_DIGITS
                    + " digits before or behind the point are calculated");
        }
        return x;
    }

    private static double magnitude(BigDecimal x) {
        int shift = x.precision() - x.scale();
        return Math.log10(x.abs().movePointLeft(shift).doubleValue()) + shift;
    }

    /** The number in plain digits, or with an exponent when there would be many zeros. */
    static String shown(BigDecimal x) {
        BigDecimal plain = x.signum() == 0 ? BigDecimal.ZERO : x.stripTrailingZeros();
        boolean shortEnough = plain.scale() <= 40 && plain.precision() - (long) plain.scale() <= 40;
        return shortEnough ? plain.toPlainString() : plain.toString();
    }
}
