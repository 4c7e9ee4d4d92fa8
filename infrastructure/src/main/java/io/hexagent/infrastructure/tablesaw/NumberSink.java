package io.hexagent.infrastructure.tablesaw;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fast way for a column whose first rows are numbers: each cell is parsed where it lies in the parser's buffer.
 * Cells that are no plain numbers are counted by their text; when there are too many kinds of them, or a number that
 * would lose digits, the sink has failed and the column has to be read again as words.
 */
final class NumberSink implements CellSink {
    static final long MISSING = Long.MIN_VALUE;
    private static final int MOST_ODD_WORDS = 200;
    private static final int LONGEST_ODD_WORD = 100;
    /** Integers up to here are exact as doubles, and so are the powers of ten up to 22: one division rounds once. */
    private static final long EXACT = 1L << 53;

    private static final double[] TENS = new double[23];

    static {
        double ten = 1;
        for (int i = 0; i < TENS.length; i++) {
            TENS[i] = ten;
            ten *= 10;
        }
    }

    private final char decimalMark;
    private long[] whole = new long[1024];
    private double[] decimals = new double[0];
    private boolean decimal;
    private int size;
    private int present;
    private int withMark;
    private int withThreeAfterMark;
    private boolean failed;
    private final Map<String, Integer> odd = new LinkedHashMap<>();

    NumberSink(char decimalMark) {
        this.decimalMark = decimalMark;
    }

    @Override
    public void add(char[] buffer, int from, int to) {
        if (failed) {
            size++;
            return;
        }
        int i = from;
        char first = buffer[i];
        boolean negative = first == '-';
        if (negative || first == '+') {
            i++;
        }
        int start = i;
        long mantissa = 0;
        while (i < to && buffer[i] >= '0' && buffer[i] <= '9') {
            mantissa = mantissa * 10 + (buffer[i] - '0');
            i++;
        }
        int digits = i - start;
        if (digits == 0 && !(i < to && buffer[i] == decimalMark)) {
            addOdd(buffer, from, to);
            return;
        }
        if (digits > 1 && buffer[start] == '0') {
            // A code, such as a postal code: the column is text.
            failed = true;
            size++;
            return;
        }
        if (i == to) {
            if (digits <= 18) {
                addWhole(negative ? -mantissa : mantissa);
            } else {
                addLong(new String(buffer, from, to - from));
            }
            return;
        }
        if (buffer[i] == decimalMark) {
            i++;
            int afterMark = i;
            while (i < to && buffer[i] >= '0' && buffer[i] <= '9') {
                mantissa = mantissa * 10 + (buffer[i] - '0');
                i++;
            }
            int places = i - afterMark;
            if (i == to && digits + places > 0) {
                withMark++;
                if (places == 3 && digits >= 1 && digits <= 3 && buffer[start] != '0') {
                    withThreeAfterMark++;
                }
                if (digits + places <= 18 && mantissa <= EXACT && places < TENS.length) {
                    double value = mantissa / TENS[places];
                    addDecimal(negative ? -value : value);
                } else {
                    addParsed(buffer, from, to);
                }
                return;
            }
            if (digits + places == 0) {
                addOdd(buffer, from, to);
                return;
            }
        }
        if (i < to && (buffer[i] == 'e' || buffer[i] == 'E') && exponent(buffer, i + 1, to)) {
            addParsed(buffer, from, to);
        } else {
            addOdd(buffer, from, to);
        }
    }

    private static boolean exponent(char[] buffer, int from, int to) {
        int i = from;
        if (i < to && (buffer[i] == '-' || buffer[i] == '+')) {
            i++;
        }
        int digits = i;
        while (i < to && buffer[i] >= '0' && buffer[i] <= '9') {
            i++;
        }
        return i == to && i > digits && i - digits <= 4;
    }

    @Override
    public void addMissing() {
        if (!failed) {
            grow();
            if (decimal) {
                decimals[size] = Double.NaN;
            } else {
                whole[size] = MISSING;
            }
        }
        size++;
    }

    private void addWhole(long value) {
        grow();
        if (decimal) {
            decimals[size] = value;
        } else {
            whole[size] = value;
        }
        size++;
        present++;
    }

    private void addDecimal(double value) {
        if (!decimal) {
            becomeDecimal();
        }
        grow();
        decimals[size++] = value;
        present++;
    }

    private void addLong(String text) {
        try {
            long value = Long.parseLong(text);
            if (value != MISSING) {
                addWhole(value);
                return;
            }
        } catch (NumberFormatException tooLong) {
            // Falls through: more digits than 64 bits hold are kept as text.
        }
        failed = true;
        size++;
    }

    private void addParsed(char[] buffer, int from, int to) {
        String text = new String(buffer, from, to - from);
        double value = Double.parseDouble(decimalMark == '.' ? text : text.replace(decimalMark, '.'));
        if (Double.isInfinite(value)) {
            addOdd(buffer, from, to);
        } else {
            addDecimal(value);
        }
    }

    private void addOdd(char[] buffer, int from, int to) {
        if (to - from > LONGEST_ODD_WORD) {
            failed = true;
            size++;
            return;
        }
        String word = new String(buffer, from, to - from);
        odd.merge(word, 1, Integer::sum);
        if (odd.size() > MOST_ODD_WORDS) {
            failed = true;
        }
        addMissing();
    }

    private void becomeDecimal() {
        decimals = new double[whole.length];
        for (int i = 0; i < size; i++) {
            decimals[i] = whole[i] == MISSING ? Double.NaN : whole[i];
        }
        whole = new long[0];
        decimal = true;
    }

    private void grow() {
        if (decimal) {
            if (size == decimals.length) {
                decimals = Arrays.copyOf(decimals, size + (size >> 1) + 16);
            }
        } else if (size == whole.length) {
            whole = Arrays.copyOf(whole, size + (size >> 1) + 16);
        }
    }

    boolean failed() {
        return failed;
    }

    boolean isDecimal() {
        return decimal;
    }

    char decimalMark() {
        return decimalMark;
    }

    int present() {
        return present;
    }

    /** Cells that are no numbers, counted by their text. */
    Map<String, Integer> odd() {
        return odd;
    }

    /** Whether each decimal mark could as well separate thousands, as in 1.234. */
    boolean mayBeGrouped() {
        return withMark > 0 && withMark == withThreeAfterMark;
    }

    /** Whether some decimal mark is certainly one. */
    boolean provesMark() {
        return withMark > withThreeAfterMark;
    }

    long[] wholeNumbers() {
        return size == whole.length ? whole : Arrays.copyOf(whole, size);
    }

    double[] decimalNumbers() {
        return size == decimals.length ? decimals : Arrays.copyOf(decimals, size);
    }

    @Override
    public long bytes() {
        return 8L * Math.max(whole.length, decimals.length);
    }
}
