package io.hexagent.infrastructure.finance;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The arithmetic of money over time in 64-bit floating point; figures are told in 12 significant digits. Safe for use
 * by many threads.
 */
public final class FinancialCalcTool implements Tool {
    private static final int MOST_FLOWS = 1_000;
    private static final int MOST_PERIODS = 12_000;
    private static final double MOST_RATE = 10;
    private static final double UNUSUAL_RATE = 1;
    private static final MathContext DIGITS = new MathContext(12);

    /** What can be calculated. */
    private enum Operation {
        NPV,
        IRR,
        LOAN,
        ANNUITY,
        COMPOUND,
        CAGR,
        RETURNS;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final ToolSpec SPEC = new ToolSpec(
            new ToolName("financial_calc"),
            "1",
            "Financial calculator",
            "Net present value (npv: rate, cash_flows; the first flow is now), internal rate of return (irr:"
                    + " cash_flows), loan payments (loan: principal, rate, periods), value of equal payments (annuity:"
                    + " payment, rate, periods), compound growth (compound: principal, rate, periods, payment added"
                    + " each period), yearly growth between two values (cagr: begin, end, years) and returns of a"
                    + " series of prices (returns: prices). Rates are fractions: 0.05 is 5 %. A rate is for one period"
                    + " unless periods_per_year is given: then it is the nominal rate of a year, and periods are"
                    + " still counted one by one.",
            List.of(
                    "What is the net present value of paying 10000 now and getting 3000, 4200 and 6800, at 10 %?",
                    "Internal rate of return of -70000, 12000, 15000, 18000, 21000, 26000",
                    "Monthly payment of a 200000 loan over 15 years at 7.5 %",
                    "What do 100 a month become after 10 years at 5 %?",
                    "From 10000 to 11000 in 96 months: what growth is that a year?",
                    "Total return, volatility and maximum drawdown of these prices"),
            "coins",
            ToolCategory.CALCULATION,
            parameters(),
            ToolSpec.Effects.PURE,
            false);

    private static Value.Fields parameters() {
        return Value.fields()
                .put("type", "object")
                .put(
                        "properties",
                        Value.fields()
                                .put(
                                        "operation",
                                        Value.fields()
                                                .put("type", "string")
                                                .put(
                                                        "enum",
                                                        Value.texts(Arrays.stream(Operation.values())
                                                                .map(Operation::wire)
                                                                .toList()))
                                                .put("description", "What to calculate.")
                                                .build())
                                .put("rate", number("A fraction above -1, such as 0.05 for 5 %."))
                                .put("periods_per_year", whole("For a rate of a year: periods in it, such as 12.", 366))
                                .put("periods", whole("Number of periods, that is of payments.", MOST_PERIODS))
                                .put("cash_flows", numbers("One for each period, the first now; paid is negative."))
                                .put("principal", number("Amount borrowed or invested now."))
                                .put("payment", number("Amount paid in each period."))
                                .put(
                                        "due",
                                        Value.fields()
                                                .put("type", "boolean")
                                                .put("description", "Whether payments come at a period's beginning.")
                                                .build())
                                .put("begin", number("Value at the beginning."))
                                .put("end", number("Value at the end."))
                                .put("years", number("Years between them."))
                                .put("prices", numbers("Prices of one thing at equal distances, oldest first."))
                                .put(
                                        "schedule",
                                        Value.fields()
                                                .put("type", "boolean")
                                                .put("description", "For loan: whether to show each payment.")
                                                .build())
                                .build())
                .put("required", Value.texts(List.of("operation")))
                .put("additionalProperties", false)
                .build();
    }

    private static Value number(String description) {
        return Value.fields()
                .put("type", "number")
                .put("description", description)
                .build();
    }

    private static Value whole(String description, long most) {
        return Value.fields()
                .put("type", "integer")
                .put("minimum", 1)
                .put("maximum", most)
                .put("description", description)
                .build();
    }

    private static Value numbers(String description) {
        return Value.fields()
                .put("type", "array")
                .put("items", Value.fields().put("type", "number").build())
                .put("minItems", 2)
                .put("maxItems", MOST_FLOWS)
                .put("description", description)
                .build();
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        try {
            Optional<Operation> operation = arguments
                    .text("operation")
                    .flatMap(name -> Arrays.stream(Operation.values())
                            .filter(one -> one.wire().equals(name))
                            .findFirst());
            if (operation.isEmpty()) {
                throw new NoFigure("operation \"" + arguments.text("operation").orElse("") + "\" not in "
                        + Arrays.stream(Operation.values()).map(Operation::wire).toList());
            }
            var asked = new Asked(operation.get().wire(), arguments);
            Value.Builder result =
                    switch (operation.get()) {
                        case NPV -> npv(asked);
                        case IRR -> irr(asked);
                        case LOAN -> loan(asked);
                        case ANNUITY -> annuity(asked);
                        case COMPOUND -> compound(asked);
                        case CAGR -> cagr(asked);
                        case RETURNS -> returns(asked);
                    };
            return new ToolResult.Succeeded(
                    result.put("notes", Value.texts(asked.notes)).build());
        } catch (NoFigure no) {
            return new ToolResult.Rejected(no.getMessage());
        }
    }

    private static Value.Builder npv(Asked asked) {
        double rate = asked.ratePerPeriod();
        double value = new CashFlows(asked.numbers("cash_flows")).presentValue(rate);
        return told("method", "sum of flow t / (1 + rate)^t, the first flow at t = 0")
                .put("rate_per_period", figure(rate))
                .put("npv", figure(value));
    }

    private static Value.Builder irr(Asked asked) {
        List<Double> rates = new CashFlows(asked.numbers("cash_flows")).internalRates();
        Value.Builder result = told("method", "the rate per period at which the net present value is zero");
        if (rates.size() == 1) {
            result.put("irr", figure(rates.getFirst()));
            asked.perYear()
                    .ifPresent(perYear ->
                            result.put("irr_per_year", figure(Math.expm1(perYear * Math.log1p(rates.getFirst())))));
            return result;
        }
        asked.notes.add("the cash flows change their sign more than once and have " + rates.size()
                + " internal rates: none of them is the return; use npv at a rate of your own");
        return result.put(
                "rates",
                Value.items(rates.stream().map(FinancialCalcTool::figure).toList()));
    }

    private static Value.Builder loan(Asked asked) {
        double principal = asked.positive("principal");
        int periods = asked.periods();
        double rate = asked.ratePerPeriod();
        if (rate < 0) {
            throw new NoFigure("a loan's rate is 0 or more, got " + asked.number("rate"));
        }
        double payment = new Annuity(rate, periods, asked.flag("due")).paymentFor(principal);
        Value.Builder result = told(
                        "method",
                        "equal payments at the " + (asked.flag("due") ? "beginning" : "end") + " of each period")
                .put("rate_per_period", figure(rate))
                .put("payment", figure(payment))
                .put("total_paid", figure(payment * periods))
                .put("total_interest", figure(payment * periods - principal));
        if (asked.flag("schedule")) {
            result.put(
                    "table",
                    schedule(principal, rate, payment, periods, asked.flag("due"))
                            .toValue());
        }
        return result;
    }

    private static Table schedule(double principal, double rate, double payment, int periods, boolean due) {
        List<List<Value>> rows = new ArrayList<>();
        double owed = principal;
        for (int period = 1; period <= periods; period++) {
            double interest = due && period == 1 ? 0 : owed * rate;
            double repaid = payment - interest;
            owed = period == periods ? 0 : owed - repaid;
            rows.add(List.of(Value.of(period), figure(payment), figure(interest), figure(repaid), figure(owed)));
        }
        return Table.of(List.of("period", "payment", "interest", "repaid", "owed"), rows);
    }

    private static Value.Builder annuity(Asked asked) {
        double payment = asked.number("payment");
        var annuity = new Annuity(asked.ratePerPeriod(), asked.periods(), asked.flag("due"));
        return told("method", "equal payments at the " + (asked.flag("due") ? "beginning" : "end") + " of each period")
                .put("rate_per_period", figure(annuity.rate()))
                .put("present_value", figure(annuity.presentValue(payment)))
                .put("future_value", figure(annuity.futureValue(payment)));
    }

    private static Value.Builder compound(Asked asked) {
        double principal = asked.number("principal");
        double rate = asked.ratePerPeriod();
        int periods = asked.periods();
        double payment = asked.has("payment") ? asked.number("payment") : 0;
        var annuity = new Annuity(rate, periods, asked.flag("due"));
        double value = principal * annuity.growth() + annuity.futureValue(payment);
        Value.Builder result = told("method", "interest is added at the end of each period")
                .put("rate_per_period", figure(rate))
                .put("future_value", figure(value))
                .put("paid_in", figure(principal + payment * periods))
                .put("interest", figure(value - principal - payment * periods));
        asked.perYear()
                .ifPresent(perYear ->
                        result.put("effective_rate_per_year", figure(Math.expm1(perYear * Math.log1p(rate)))));
        return result;
    }

    private static Value.Builder cagr(Asked asked) {
        double begin = asked.positive("begin");
        double end = asked.positive("end");
        double years = asked.positive("years");
        return told("method", "(end / begin)^(1 / years) - 1")
                .put("cagr", figure(Math.expm1(Math.log(end / begin) / years)))
                .put("total", figure(end / begin - 1));
    }

    private static Value.Builder returns(Asked asked) {
        double[] prices = asked.numbers("prices");
        for (double price : prices) {
            if (!(price > 0)) {
                throw new NoFigure("every price must be above 0, got " + price);
            }
        }
        var returns = new Returns(prices);
        Value.Builder result = told("method", "simple returns; sample standard deviation (n - 1)")
                .put("periods", prices.length - 1)
                .put("total_return", figure(returns.total()))
                .put("mean_return", figure(returns.mean()))
                .put("geometric_mean_return", figure(returns.geometricMean()))
                .put("maximum_drawdown", figure(returns.drawdown()));
        asked.perYear()
                .ifPresent(perYear -> result.put(
                        "return_per_year", figure(Math.expm1(perYear * Math.log1p(returns.geometricMean())))));
        // One return has no deviation.
        if (prices.length > 2) {
            result.put("deviation", figure(returns.deviation()));
            asked.perYear()
                    .ifPresent(perYear ->
                            result.put("deviation_per_year", figure(returns.deviation() * Math.sqrt(perYear))));
        }
        return result;
    }

    private static Value.Builder told(String name, String text) {
        return Value.fields().put(name, text);
    }

    /** @throws NoFigure when it is too large to be calculated */
    private static Value figure(double figure) {
        if (!Double.isFinite(figure)) {
            throw new NoFigure("the result is too large to be calculated; give fewer periods or a smaller rate");
        }
        return Value.of(new BigDecimal(figure).round(DIGITS).stripTrailingZeros());
    }

    /** The arguments of one call, read one by one. */
    private static final class Asked {
        private final String operation;
        private final Value.Fields arguments;
        private final List<String> notes = new ArrayList<>();

        Asked(String operation, Value.Fields arguments) {
            this.operation = operation;
            this.arguments = arguments;
        }

        boolean has(String name) {
            return arguments.has(name);
        }

        boolean flag(String name) {
            return arguments.flag(name).orElse(false);
        }

        double number(String name) {
            double number = arguments
                    .number(name)
                    .orElseThrow(() -> new NoFigure(operation + " needs \"" + name + "\""))
                    .doubleValue();
            if (Double.isInfinite(number)) {
                throw new NoFigure("\"" + name + "\" is too large");
            }
            return number;
        }

        double positive(String name) {
            double number = number(name);
            if (!(number > 0)) {
                throw new NoFigure("\"" + name + "\" must be above 0, got " + number);
            }
            return number;
        }

        double[] numbers(String name) {
            List<Value> given = arguments.items(name);
            if (given.size() < 2 || given.size() > MOST_FLOWS) {
                throw new NoFigure(
                        operation + " needs \"" + name + "\": 2 to " + MOST_FLOWS + " numbers, got " + given.size());
            }
            var numbers = new double[given.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(given.get(i) instanceof Value.Number one)) {
                    throw new NoFigure("\"" + name + "\" holds numbers, got \"" + given.get(i) + "\"");
                }
                numbers[i] = one.number().doubleValue();
                if (Double.isInfinite(numbers[i])) {
                    throw new NoFigure("\"" + name + "\" holds a number that is too large");
                }
            }
            return numbers;
        }

        int periods() {
            double periods = number("periods");
            if (periods != Math.rint(periods) || periods < 1 || periods > MOST_PERIODS) {
                throw new NoFigure("\"periods\" is a whole number from 1 to " + MOST_PERIODS + ", got " + periods);
            }
            return (int) periods;
        }

        Optional<Double> perYear() {
            return arguments.number("periods_per_year").map(BigDecimal::doubleValue);
        }

        double ratePerPeriod() {
            double rate = number("rate");
            if (!(rate > -1) || rate > MOST_RATE) {
                throw new NoFigure("\"rate\" is a fraction above -1 and up to " + (int) MOST_RATE
                        + ", such as 0.05 for 5 %, got " + rate);
            }
            if (rate > UNUSUAL_RATE) {
                notes.add("a rate of " + rate + " is " + figure(rate * 100) + " %; 5 % would be 0.05");
            }
            return perYear().map(perYear -> rate / perYear).orElse(rate);
        }
    }
}
