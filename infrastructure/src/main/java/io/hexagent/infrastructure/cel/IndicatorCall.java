package io.hexagent.infrastructure.cel;

import dev.cel.common.ast.CelExpr;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Series;
import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what an indicator is called with: a series, close where none is named, and its settings in their order. */
final class IndicatorCall {
    private final Translation translation;
    private final CelExpr call;
    private final Indicator indicator;
    private boolean sound = true;

    IndicatorCall(Translation translation, CelExpr call, Indicator indicator) {
        this.translation = translation;
        this.call = call;
        this.indicator = indicator;
    }

    Optional<Series> read(List<CelExpr> arguments) {
        List<Optional<Series>> amounts =
                arguments.stream().map(translation::amount).toList();
        sound = amounts.stream().allMatch(Optional::isPresent);
        boolean led = !amounts.isEmpty()
                && amounts.getFirst().map(series -> value(series).isEmpty()).orElse(true);
        if (led && indicator.inputs() == 0) {
            if (amounts.getFirst().isEmpty()) {
                return Optional.empty();
            }
            wrong(
                    ErrorCode.WRONG_ARGUMENT,
                    translation.span(arguments.getFirst()),
                    indicator.function() + " takes no series",
                    "It reads the bars themselves: their high, low, close or volume.",
                    "Write " + Names.call(indicator) + ".");
            return Optional.empty();
        }
        if (!led
                && indicator.inputs() == 1
                && arguments.size() > indicator.settings().size()) {
            wrong(
                    ErrorCode.WRONG_ARGUMENT,
                    translation.span(arguments.getFirst()),
                    indicator.function() + " of a number is that number",
                    "Its first argument is a column or another function.",
                    "Write " + Names.call(indicator) + ".");
            return Optional.empty();
        }
        int skipped = led ? 1 : 0;
        List<Double> settings =
                settings(arguments.subList(skipped, arguments.size()), amounts.subList(skipped, amounts.size()));
        checkOrder(settings);
        if (!sound) {
            return Optional.empty();
        }
        List<Series> inputs = indicator.inputs() == 0
                ? List.of()
                : List.of(led ? amounts.getFirst().orElse(Series.Price.CLOSE) : Series.Price.CLOSE);
        return Optional.of(new Series.Indicated(indicator, inputs, settings));
    }

    private List<Double> settings(List<CelExpr> arguments, List<Optional<Series>> amounts) {
        List<Indicator.Setting> wanted = indicator.settings();
        if (arguments.size() > wanted.size()) {
            wrong(
                    ErrorCode.TOO_MANY_ARGUMENTS,
                    translation.span(arguments.get(wanted.size())),
                    indicator.function() + " takes fewer arguments",
                    "It takes " + Names.signature(indicator.function()) + ".",
                    "Write " + Names.call(indicator) + ".");
        }
        var settings = new ArrayList<Double>();
        for (int i = 0; i < wanted.size(); i++) {
            Indicator.Setting setting = wanted.get(i);
            if (i < arguments.size()) {
                settings.add(given(setting, arguments.get(i), amounts.get(i)));
            } else if (setting.usual().isPresent()) {
                settings.add(setting.usual().get());
            } else {
                wrong(
                        ErrorCode.MISSING_LENGTH,
                        translation.span(call),
                        indicator.function() + " needs a " + setting.name(),
                        "There is no usual " + setting.name() + " for it: how many bars it looks at is part of the"
                                + " strategy.",
                        "Write " + Names.call(indicator) + ".");
                settings.add(setting.least());
            }
        }
        return settings;
    }

    private double given(Indicator.Setting setting, CelExpr argument, Optional<Series> amount) {
        if (amount.isEmpty()) {
            return setting.least();
        }
        Span span = translation.span(argument);
        OptionalDouble value = value(amount.get());
        if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
            wrong(
                    ErrorCode.WRONG_ARGUMENT,
                    span,
                    "the " + setting.name() + " of " + indicator.function() + " is a number that is written out",
                    "It is the same at each bar, so it cannot be a column or a function.",
                    "Write " + Names.call(indicator) + ".");
            return setting.least();
        }
        double number = value.getAsDouble();
        if (setting.whole() && number != Math.rint(number)) {
            wrong(
                    ErrorCode.LENGTH_NOT_WHOLE,
                    span,
                    "the " + setting.name() + " of " + indicator.function() + " is a whole number of bars, got "
                            + RuleText.of(number),
                    "There are no parts of bars.",
                    "Write " + RuleText.of(Math.clamp(Math.rint(number), setting.least(), setting.most())) + ".");
        } else if (number < setting.least() || number > setting.most()) {
            boolean future = indicator == Indicator.PREVIOUS && number < 1;
            wrong(
                    setting.whole() ? ErrorCode.WINDOW_OUT_OF_RANGE : ErrorCode.OUT_OF_RANGE,
                    span,
                    "the " + setting.name() + " of " + indicator.function() + " is " + RuleText.of(setting.least())
                            + " to " + RuleText.of(setting.most()) + ", got " + RuleText.of(number),
                    future
                            ? "A rule sees its own bar and those before, none that comes later."
                            : "A shorter one means nothing, a longer one is never filled.",
                    "Write " + RuleText.of(Math.clamp(number, setting.least(), setting.most())) + ".");
        }
        return number;
    }

    private void checkOrder(List<Double> settings) {
        boolean macd = indicator == Indicator.MACD
                || indicator == Indicator.MACD_SIGNAL
                || indicator == Indicator.MACD_HISTOGRAM;
        if (macd && sound && settings.get(0) >= settings.get(1)) {
            wrong(
                    ErrorCode.WRONG_ARGUMENT,
                    translation.span(call),
                    "the fast length of " + indicator.function() + ", " + RuleText.of(settings.get(0))
                            + ", is not shorter than the slow one, " + RuleText.of(settings.get(1)),
                    "It is the difference of a fast and a slow average.",
                    "Swap them, or write " + Names.call(indicator) + ".");
        }
    }

    /** The number that a series is at each bar, when it is written as one; {@code 2 * 7} is 14. */
    private static OptionalDouble value(Series series) {
        return switch (series) {
            case Series.Constant(var number) -> OptionalDouble.of(number);
            case Series.Negated(var of) -> {
                OptionalDouble value = value(of);
                yield value.isPresent() ? OptionalDouble.of(-value.getAsDouble()) : value;
            }
            case Series.Arithmetic(var operator, var left, var right) -> {
                OptionalDouble one = value(left);
                OptionalDouble other = value(right);
                yield one.isEmpty() || other.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                switch (operator) {
                                    case PLUS -> one.getAsDouble() + other.getAsDouble();
                                    case MINUS -> one.getAsDouble() - other.getAsDouble();
                                    case TIMES -> one.getAsDouble() * other.getAsDouble();
                                    case DIVIDED -> one.getAsDouble() / other.getAsDouble();
                                });
            }
            case Series.Price ignored -> OptionalDouble.empty();
            case Series.Indicated ignored -> OptionalDouble.empty();
        };
    }

    private void wrong(ErrorCode code, Span span, String message, String cause, String fix) {
        sound = false;
        translation.fault(code, span, message, cause, fix, Names.example(indicator.function()));
    }
}
