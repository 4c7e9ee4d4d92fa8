package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.infrastructure.yaml.Node;
import io.hexagent.infrastructure.yaml.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a document as values; what is wrong with one is told and the value is empty. */
final class Fields {
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)(\\s*%)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SAME_DATE = Pattern.compile("(\\d{4})[-./]?(\\d{1,2})[-./]?(\\d{1,2})(?:[T ].*)?");

    private static final String SIZING_CAUSE = "A size is a part of the cash, an amount of money or a number of units.";
    private static final String SIZING_FIX = "Write all, a part such as 50%, {money: 10000} or {units: 10}.";
    private static final double LARGEST = 1e15;

    private final Map<String, Node> values = new HashMap<>();
    private final Errors errors;

    Fields(Errors errors) {
        this.errors = errors;
    }

    void put(String name, Node value) {
        values.put(name, value);
    }

    /** Whether the document has the field, right or wrong. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<Node> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The text of a field; empty when it is not there, and, with an error, when it is no text. */
    Optional<Scalar> text(String name) {
        Optional<Node> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!(value.get() instanceof Scalar scalar)) {
            wrong(
                    ErrorCode.WRONG_TYPE,
                    name,
                    value.get(),
                    name + " is a list or a group of fields",
                    "It takes one value.",
                    "Write it on one line after the colon.");
            return Optional.empty();
        }
        boolean nothing = scalar.isPlain() && List.of("null", "~").contains(scalar.text());
        if (nothing || scalar.text().isBlank()) {
            wrong(
                    ErrorCode.MISSING_FIELD,
                    name,
                    scalar,
                    name + " is empty",
                    "A field that is named has a value.",
                    "Write a value after the colon, or leave the field out if it has a usual one.");
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    Optional<Symbol> symbol() {
        Optional<Scalar> text = text("symbol");
        try {
            return text.map(scalar -> new Symbol(scalar.text()));
        } catch (IllegalArgumentException wrong) {
            wrong(
                    ErrorCode.BAD_SYMBOL,
                    "symbol",
                    text.orElseThrow(),
                    "\"" + shortened(text.get()) + "\" is no symbol",
                    "A symbol is 1 to 32 letters, digits, dots, dashes and underscores.",
                    "Write it as the market does, such as GOOG or BTCUSDT.");
            return Optional.empty();
        }
    }

    Optional<Timeframe> timeframe() {
        return text("timeframe").flatMap(scalar -> {
            Optional<Timeframe> timeframe = Timeframe.of(scalar.text());
            if (timeframe.isEmpty()) {
                Optional<Timeframe> meant = meant(scalar.text());
                errors.add(
                        ErrorCode.UNKNOWN_TIMEFRAME,
                        scalar.span(),
                        "timeframe \"" + shortened(scalar) + "\" is not known"
                                + meant.map(one -> "; did you mean " + one + "?")
                                        .orElse(""),
                        "The timeframes are "
                                + Arrays.stream(Timeframe.values())
                                        .map(Timeframe::wire)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Write " + meant.orElse(Timeframe.ONE_DAY) + ".",
                        "timeframe: " + meant.orElse(Timeframe.ONE_DAY));
            }
            return timeframe;
        });
    }

    private static Optional<Timeframe> meant(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")) {
            case "day", "daily", "d", "d1", "1day", "days" -> Optional.of(Timeframe.ONE_DAY);
            case "week", "weekly", "w", "w1", "1week", "1wk" -> Optional.of(Timeframe.ONE_WEEK);
            case "hour", "hourly", "h", "h1", "1hour", "60m", "60min" -> Optional.of(Timeframe.ONE_HOUR);
            case "h4", "4hour", "4hours", "240m" -> Optional.of(Timeframe.FOUR_HOURS);
            case "minute", "m1", "1min", "1minute" -> Optional.of(Timeframe.ONE_MINUTE);
            case "m5", "5min", "5minutes" -> Optional.of(Timeframe.FIVE_MINUTES);
            case "m15", "15min", "15minutes" -> Optional.of(Timeframe.FIFTEEN_MINUTES);
            case "m30", "30min", "30minutes" -> Optional.of(Timeframe.THIRTY_MINUTES);
            default -> Optional.empty();
        };
    }

    Optional<LocalDate> date(String name) {
        return text(name).flatMap(scalar -> {
            String text = scalar.text().strip();
            Optional<LocalDate> day = DATE.matcher(text).matches() ? day(text) : Optional.empty();
            if (day.isEmpty()) {
                Optional<LocalDate> meant = sameDay(text);
                errors.add(
                        ErrorCode.BAD_DATE,
                        scalar.span(),
                        "\"" + shortened(scalar) + "\" is no date",
                        DATE.matcher(text).matches()
                                ? "There is no such day in the calendar."
                                : "A date is written year-month-day, such as 2005-01-31.",
                        meant.map(one -> "Write " + one + ".").orElse("Write a day as year-month-day."),
                        meant.map(one -> name + ": " + one).orElse(FieldNames.example(name)));
            }
            return day;
        });
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    /** The day that was meant, where only one can be: 2005/1/31 is one, 01/02/2005 may be two. */
    private static Optional<LocalDate> sameDay(String text) {
        if (text.matches("\\d{4}")) {
            return day(text + "-01-01");
        }
        Matcher parts = SAME_DATE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int month = Integer.parseInt(parts.group(2));
        int date = Integer.parseInt(parts.group(3));
        return day(String.format(Locale.ROOT, "%s-%02d-%02d", parts.group(1), month, Math.min(date, 28)))
                .filter(day -> date >= 1 && date <= 31)
                .map(day -> day.withDayOfMonth(Math.min(date, day.lengthOfMonth())));
    }

    OptionalDouble cash() {
        OptionalDouble cash = number("cash", false);
        if (cash.isPresent() && !(cash.getAsDouble() > 0 && cash.getAsDouble() <= LARGEST)) {
            out(
                    ErrorCode.CASH_OUT_OF_RANGE,
                    "cash",
                    "cash is above 0 and at most 10^15, got " + RuleText.of(cash.getAsDouble()),
                    "Without money nothing can be bought.",
                    "Write what the strategy begins with, such as 100000.");
            return OptionalDouble.empty();
        }
        return cash;
    }

    OptionalDouble fee() {
        OptionalDouble fee = number("fee", true);
        if (fee.isPresent() && !(fee.getAsDouble() >= 0 && fee.getAsDouble() < 1)) {
            out(
                    ErrorCode.FEE_OUT_OF_RANGE,
                    "fee",
                    "fee is a part of each order, at least 0 and below 1, got " + RuleText.of(fee.getAsDouble()),
                    "A fee of 1 is 100 % of the order: nothing would be left.",
                    "Write 0.001, or 0.1%, for a tenth of a percent.");
            return OptionalDouble.empty();
        }
        return fee;
    }

    /** A part of a price, cash or year; at least {@code least}, below {@code most}. */
    OptionalDouble part(String name, double least, boolean leastIncluded, double most) {
        OptionalDouble part = number(name, true);
        if (part.isEmpty()) {
            return part;
        }
        double value = part.getAsDouble();
        boolean enough = leastIncluded ? value >= least : value > least;
        if (enough && value < most) {
            return part;
        }
        boolean percent = value >= 1 && value / 100 < most;
        out(
                ErrorCode.OUT_OF_RANGE,
                name,
                name + " is a part, " + (leastIncluded ? "at least " : "above ") + RuleText.of(least) + " and below "
                        + RuleText.of(most) + ", got " + RuleText.of(value),
                percent ? RuleText.of(value) + " is " + RuleText.of(value * 100) + " %." : "It makes no sense beyond.",
                percent
                        ? "Write " + RuleText.of(value) + "% if percent was meant."
                        : "Write a part such as 0.05, or 5%.");
        return OptionalDouble.empty();
    }

    Optional<Sizing> sizing() {
        Optional<Node> value = value("sizing");
        if (value.isPresent() && value.get() instanceof Node.Mapping mapping) {
            return sizing(mapping);
        }
        Optional<Scalar> text = text("sizing");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String plain = text.get().text().strip().toLowerCase(Locale.ROOT);
        if (plain.equals("all") || plain.equals("all in") || plain.equals("all-in")) {
            return Optional.of(Sizing.allIn());
        }
        OptionalDouble part = parse(plain, true);
        if (part.isPresent() && part.getAsDouble() > 0 && part.getAsDouble() <= 1) {
            return Optional.of(new Sizing.Part(part.getAsDouble()));
        }
        out(
                part.isPresent() ? ErrorCode.OUT_OF_RANGE : ErrorCode.WRONG_TYPE,
                "sizing",
                part.isPresent()
                        ? "sizing " + shortened(text.get()) + " is no part above 0 and at most 1"
                        : "sizing \"" + shortened(text.get()) + "\" is no size",
                SIZING_CAUSE,
                SIZING_FIX);
        return Optional.empty();
    }

    private Optional<Sizing> sizing(Node.Mapping mapping) {
        if (mapping.entries().size() == 1 && mapping.entries().getFirst().value() instanceof Scalar scalar) {
            String kind = mapping.entries().getFirst().key().text();
            OptionalDouble amount = parse(scalar.text().strip(), kind.equals("part"));
            double value = amount.orElse(-1);
            if (value > 0 && value <= LARGEST) {
                switch (kind) {
                    case "money" -> {
                        return Optional.of(new Sizing.Money(value));
                    }
                    case "units" -> {
                        return Optional.of(new Sizing.Units(value));
                    }
                    case "part" -> {
                        if (value <= 1) {
                            return Optional.of(new Sizing.Part(value));
                        }
                    }
                    default -> {}
                }
            }
        }
        wrong(
                ErrorCode.OUT_OF_RANGE,
                "sizing",
                mapping,
                "sizing is one of part, money and units with a number above 0",
                SIZING_CAUSE,
                SIZING_FIX);
        return Optional.empty();
    }

    private OptionalDouble number(String name, boolean percent) {
        Optional<Scalar> text = text(name);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        String plain = text.get().text().strip();
        OptionalDouble number = parse(plain, percent);
        if (number.isEmpty()) {
            String digits = plain.replaceAll("[\\s_,'$€£]", "");
            OptionalDouble meant = parse(digits, percent);
            wrong(
                    ErrorCode.WRONG_TYPE,
                    name,
                    text.get(),
                    name + " \"" + shortened(text.get()) + "\" is no number",
                    "A number is digits with a point at most" + (percent ? ", or a percentage" : "")
                            + ", without units and signs of thousands.",
                    meant.isPresent() ? "Write " + digits + "." : "Write a number.");
        }
        return number;
    }

    private static OptionalDouble parse(String text, boolean percent) {
        Matcher number = NUMBER.matcher(text);
        if (text.length() > 40 || !number.matches() || (number.group(2) != null && !percent)) {
            return OptionalDouble.empty();
        }
        BigDecimal exact = new BigDecimal(number.group(1));
        double value = (number.group(2) == null ? exact : exact.movePointLeft(2)).doubleValue();
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private void out(ErrorCode code, String name, String message, String cause, String fix) {
        wrong(code, name, value(name).orElseThrow(), message, cause, fix);
    }

    private void wrong(ErrorCode code, String name, Node value, String message, String cause, String fix) {
        errors.add(code, value.span(), message, cause, fix, FieldNames.example(name));
    }

    private static String shortened(Scalar scalar) {
        return Errors.shortened(scalar.text());
    }
}
