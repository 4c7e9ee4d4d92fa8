package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.Place.InIndicator;
import io.hexagent.domain.strategy.Place.Side;
import io.hexagent.domain.strategy.Place.Stop;
import io.hexagent.domain.strategy.Place.Written;
import io.hexagent.domain.strategy.Strategy.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Puts other numbers into a strategy, all at once: what is put in is never taken for what was there. */
final class Substitution {
    private final Strategy strategy;
    private final List<Place> places;

    /**
     * @throws IllegalArgumentException when a place is not in the strategy, when it stands for different values, or
     *     when two are the same
     */
    Substitution(Strategy strategy, List<Place> places) {
        this.strategy = strategy;
        this.places = List.copyOf(places);
        for (Place place : places) {
            requireOne(place);
        }
        walk(strategy, (side, literal) -> {
            List<Place> meant =
                    places.stream().filter(place -> meant(place, side, literal)).toList();
            if (meant.size() > 1) {
                throw new IllegalArgumentException(meant.get(0) + " and " + meant.get(1) + " are the same number");
            }
            return literal.value();
        });
        for (Stop stop : Stop.values()) {
            if (places.stream().filter(place -> place == stop).count() > 1) {
                throw new IllegalArgumentException(stop + " is named twice");
            }
        }
    }

    /** A number that is written in a strategy. */
    sealed interface Literal {
        double value();

        /** It, with its value, in both rules. */
        Place place();

        record Setting(Indicator indicator, String name, double value) implements Literal {
            @Override
            public Place place() {
                return new InIndicator(Optional.empty(), indicator, name, OptionalDouble.of(value));
            }
        }

        record Number(double value) implements Literal {
            @Override
            public Place place() {
                return new Written(Optional.empty(), OptionalDouble.of(value));
            }
        }
    }

    @FunctionalInterface
    interface Visitor {
        /** @return what stands there from now on */
        double visit(Side side, Literal literal);
    }

    private void requireOne(Place place) {
        if (place instanceof Stop) {
            return;
        }
        var values = new TreeSet<Double>();
        walk(strategy, (side, literal) -> {
            if (meant(place, side, literal)) {
                values.add(literal.value());
            }
            return literal.value();
        });
        if (values.isEmpty()) {
            throw new IllegalArgumentException(place + " is not in the strategy; there are " + Place.in(strategy));
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException(place + " is "
                    + String.join(" and ", values.stream().map(Figure::text).toList())
                    + " in the strategy; say which, as " + place + "=" + Figure.text(values.first()));
        }
    }

    private static boolean meant(Place place, Side side, Literal literal) {
        return switch (place) {
            case InIndicator(Optional<Side> where, Indicator indicator, String setting, OptionalDouble value) ->
                literal instanceof Literal.Setting there
                        && there.indicator() == indicator
                        && there.name().equals(setting)
                        && meant(where, value, side, there.value());
            case Written(Optional<Side> where, OptionalDouble value) ->
                literal instanceof Literal.Number there && meant(where, value, side, there.value());
            case Stop ignored -> false;
        };
    }

    private static boolean meant(Optional<Side> where, OptionalDouble wanted, Side side, double value) {
        return (where.isEmpty() || where.get() == side) && (wanted.isEmpty() || wanted.getAsDouble() == value);
    }

    /**
     * The strategy with these values, in the order of the places.
     *
     * @throws IllegalArgumentException when a value is out of bounds
     */
    Strategy with(List<Double> values) {
        Strategy changed = walk(strategy, (side, literal) -> {
            for (int i = 0; i < places.size(); i++) {
                if (meant(places.get(i), side, literal)) {
                    return values.get(i);
                }
            }
            return literal.value();
        });
        Terms terms = strategy.terms();
        OptionalDouble stopLoss = terms.stopLoss();
        OptionalDouble takeProfit = terms.takeProfit();
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) == Stop.STOP_LOSS) {
                stopLoss = OptionalDouble.of(values.get(i));
            } else if (places.get(i) == Stop.TAKE_PROFIT) {
                takeProfit = OptionalDouble.of(values.get(i));
            }
        }
        return new Strategy(
                changed.symbol(),
                changed.timeframe(),
                changed.from(),
                changed.to(),
                new Terms(
                        terms.cash(),
                        terms.fee(),
                        terms.slippage(),
                        terms.sizing(),
                        stopLoss,
                        takeProfit,
                        terms.riskFree()),
                changed.entry(),
                changed.exit(),
                changed.code());
    }

    /** Goes through the numbers of the entry rule, then through those of the exit rule. */
    static Strategy walk(Strategy strategy, Visitor visitor) {
        return new Strategy(
                strategy.symbol(),
                strategy.timeframe(),
                strategy.from(),
                strategy.to(),
                strategy.terms(),
                walk(strategy.entry(), Side.ENTRY, visitor),
                walk(strategy.exit(), Side.EXIT, visitor),
                strategy.code());
    }

    private static Rule walk(Rule rule, Side side, Visitor visitor) {
        return switch (rule) {
            case Rule.Compared(Rule.Comparison comparison, Series left, Series right) ->
                new Rule.Compared(comparison, walk(left, side, visitor), walk(right, side, visitor));
            case Rule.CrossesAbove(Series left, Series right) ->
                new Rule.CrossesAbove(walk(left, side, visitor), walk(right, side, visitor));
            case Rule.CrossesBelow(Series left, Series right) ->
                new Rule.CrossesBelow(walk(left, side, visitor), walk(right, side, visitor));
            case Rule.Both(Rule left, Rule right) ->
                new Rule.Both(walk(left, side, visitor), walk(right, side, visitor));
            case Rule.Either(Rule left, Rule right) ->
                new Rule.Either(walk(left, side, visitor), walk(right, side, visitor));
            case Rule.Not(Rule of) -> new Rule.Not(walk(of, side, visitor));
            case Rule.Always always -> always;
        };
    }

    private static Series walk(Series series, Side side, Visitor visitor) {
        return switch (series) {
            case Series.Constant(double value) -> new Series.Constant(visitor.visit(side, new Literal.Number(value)));
            case Series.Price price -> price;
            case Series.Negated(Series of) -> new Series.Negated(walk(of, side, visitor));
            case Series.Arithmetic(Series.Operator operator, Series left, Series right) ->
                new Series.Arithmetic(operator, walk(left, side, visitor), walk(right, side, visitor));
            case Series.Indicated(Indicator indicator, List<Series> inputs, List<Double> settings) -> {
                var changedInputs = new ArrayList<Series>();
                for (Series input : inputs) {
                    changedInputs.add(walk(input, side, visitor));
                }
                var changed = new ArrayList<Double>();
                for (int i = 0; i < settings.size(); i++) {
                    String name = indicator.settings().get(i).name();
                    changed.add(visitor.visit(side, new Literal.Setting(indicator, name, settings.get(i))));
                }
                yield new Series.Indicated(indicator, changedInputs, changed);
            }
        };
    }
}
