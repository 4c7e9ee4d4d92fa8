package io.hexagent.infrastructure.finance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers, each with its source, and what must hold for any numbers. */
class FinancialCalcToolTest {
    private static final JacksonJson JSON = new JacksonJson();
    private final FinancialCalcTool tool = new FinancialCalcTool();

    private ToolResult call(String arguments) {
        return tool.call(
                JSON.readFields(arguments),
                new ToolContext(
                        new RunId("r"),
                        new ConversationId("c"),
                        Principal.LOCAL,
                        new CallId("1"),
                        "k",
                        List.of(),
                        Instant.MAX,
                        ToolContext.Progress.NONE));
    }

    private Value.Fields result(String arguments) {
        assertThat(new NetworkntSchemas().violations(tool.spec().parameters(), JSON.readFields(arguments)))
                .isEmpty();
        ToolResult result = call(arguments);
        assertThat(result).isInstanceOf(ToolResult.Succeeded.class);
        return ((ToolResult.Succeeded) result).content();
    }

    private static double number(Value.Fields fields, String name) {
        return fields.number(name).orElseThrow().doubleValue();
    }

    /** Sources: Microsoft Support, Excel's functions by name; numpy-financial's documentation (version 1.0). */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        Excel NPV, example 1 | {"operation":"npv","rate":0.1,"cash_flows":[0,-10000,3000,4200,6800]} | npv | 1188.44 | 0.005
        Excel NPV, example 2 | {"operation":"npv","rate":0.08,"cash_flows":[-40000,8000,9200,10000,12000,14500]} | npv | 1922.06 | 0.005
        numpy npv | {"operation":"npv","rate":0.281,"cash_flows":[-100,39,59,55,20]} | npv | -0.0084785916384548798 | 1e-12
        Excel IRR after 4 years | {"operation":"irr","cash_flows":[-70000,12000,15000,18000,21000]} | irr | -0.021 | 0.0005
        Excel IRR after 5 years | {"operation":"irr","cash_flows":[-70000,12000,15000,18000,21000,26000]} | irr | 0.087 | 0.0005
        numpy irr 1 | {"operation":"irr","cash_flows":[-100,39,59,55,20]} | irr | 0.28095 | 0.000005
        numpy irr 2 | {"operation":"irr","cash_flows":[-100,0,0,74]} | irr | -0.0955 | 0.00005
        Excel PMT | {"operation":"loan","principal":10000,"rate":0.08,"periods_per_year":12,"periods":10} | payment | 1037.03 | 0.005
        numpy pmt | {"operation":"loan","principal":200000,"rate":0.075,"periods_per_year":12,"periods":180} | payment | 1854.0247200054619 | 1e-7
        Excel PV | {"operation":"annuity","payment":500,"rate":0.08,"periods_per_year":12,"periods":240} | present_value | 59777.15 | 0.005
        Excel FV, payments due | {"operation":"annuity","payment":2000,"rate":0.11,"periods_per_year":12,"periods":35,"due":true} | future_value | 82846.25 | 0.005
        Excel FV, end | {"operation":"annuity","payment":1000,"rate":0.12,"periods_per_year":12,"periods":12} | future_value | 12682.50 | 0.005
        numpy fv | {"operation":"compound","principal":100,"payment":100,"rate":0.05,"periods_per_year":12,"periods":120} | future_value | 15692.928894335748 | 1e-6
        Excel EFFECT | {"operation":"compound","principal":1,"rate":0.0525,"periods_per_year":4,"periods":4} | effective_rate_per_year | 0.0535427 | 5e-8
        Excel RRI | {"operation":"cagr","begin":10000,"end":11000,"years":96} | cagr | 0.0009933 | 5e-8
        """)
    void knownAnswersAreMet(String source, String arguments, String figure, double known, double tolerance) {
        assertThat(number(result(arguments), figure)).as(source).isCloseTo(known, within(tolerance));
    }

    @Test
    void pricesThatRiseATenthAndFallATenthLoseAHundredth() {
        var told = result("{\"operation\":\"returns\",\"prices\":[100,110,99],\"periods_per_year\":2}");
        assertThat(number(told, "total_return")).isCloseTo(-0.01, within(1e-11));
        assertThat(number(told, "mean_return")).isCloseTo(0, within(1e-11));
        assertThat(number(told, "deviation")).isCloseTo(Math.sqrt(0.02), within(1e-11));
        assertThat(number(told, "maximum_drawdown")).isCloseTo(0.1, within(1e-11));
        assertThat(number(told, "return_per_year")).isCloseTo(-0.01, within(1e-11));
        assertThat(result("{\"operation\":\"returns\",\"prices\":[1,2]}").has("deviation"))
                .isFalse();
    }

    @Test
    void severalInternalRatesAreAllToldAndNoneIsCalledTheReturn() {
        // numpy-financial's documentation gives -0.0833 for these; -100 + 100 d - 7 d^3 has a second root.
        var told = result("{\"operation\":\"irr\",\"cash_flows\":[-100,100,0,-7]}");
        assertThat(told.has("irr")).isFalse();
        assertThat(told.items("rates")).hasSize(2);
        assertThat(((Value.Number) told.items("rates").getLast()).number().doubleValue())
                .isCloseTo(-0.0833, within(0.00005));
        assertThat(told.texts("notes").getFirst()).contains("more than once");
    }

    @Test
    void aScheduleEndsWithNothingOwed() {
        var told = result("{\"operation\":\"loan\",\"principal\":1000,\"rate\":0.01,\"periods\":3,\"schedule\":true}");
        var rows = told.fields("table").orElseThrow().items("rows");
        assertThat(rows).hasSize(3);
        assertThat(rows.getLast()).isInstanceOfSatisfying(Value.Items.class, row -> {
            assertThat(row.items().getLast()).isEqualTo(Value.of(0));
            assertThat(row.items().get(3))
                    .isInstanceOfSatisfying(
                            Value.Number.class,
                            repaid -> assertThat(repaid.number().doubleValue()).isCloseTo(336.655, within(0.01)));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"operation":"irr","cash_flows":[100,200]} | never change their sign
        {"operation":"irr","cash_flows":[0,0]} | never change their sign
        {"operation":"irr","cash_flows":[-1,3,-3]} | makes the present value of these cash flows zero
        {"operation":"irr"} | irr needs "cash_flows"
        {"operation":"npv","cash_flows":[1,2]} | npv needs "rate"
        {"operation":"npv","rate":-1,"cash_flows":[1,2]} | above -1
        {"operation":"npv","rate":11,"cash_flows":[1,2]} | such as 0.05 for 5 %
        {"operation":"npv","rate":0.1,"cash_flows":[1,1e999]} | too large
        {"operation":"loan","principal":0,"rate":0.1,"periods":3} | "principal" must be above 0
        {"operation":"loan","principal":1,"rate":-0.1,"periods":3} | 0 or more
        {"operation":"loan","principal":1,"rate":0.1,"periods":2.5} | whole number from 1 to
        {"operation":"compound","principal":1,"rate":10,"periods":12000} | too large
        {"operation":"cagr","begin":-1,"end":1,"years":1} | "begin" must be above 0
        {"operation":"returns","prices":[1,0,2]} | every price must be above 0
        {"operation":"astrology"} | not in [npv
        """)
    void whatHasNoFigureIsRefusedWithTheReason(String arguments, String reason) {
        assertThat(call(arguments))
                .isInstanceOfSatisfying(
                        ToolResult.Rejected.class,
                        refused -> assertThat(refused.message()).contains(reason));
    }

    @Property(tries = 300)
    void theInternalRateMakesThePresentValueZero(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1000) Double> received) {
        var flows = new double[received.size() + 1];
        flows[0] = -100;
        double sum = 0;
        for (int i = 0; i < received.size(); i++) {
            flows[i + 1] = received.get(i);
            sum += received.get(i);
        }
        Assume.that(sum > 1);
        var cash = new CashFlows(flows);
        double rate = cash.internalRates().getFirst();
        assertThat(cash.presentValue(rate)).isCloseTo(0, within(1e-6 * (100 + sum)));
    }

    @Property(tries = 300)
    void theLoansPaymentsAreWorthTheLoan(
            @ForAll @DoubleRange(min = 0, max = 0.5) double rate, @ForAll @IntRange(min = 1, max = 600) int periods) {
        var annuity = new Annuity(rate, periods, false);
        double payment = annuity.paymentFor(1000);
        var flows = new double[periods + 1];
        Arrays.fill(flows, payment);
        flows[0] = 0;
        assertThat(new CashFlows(flows).presentValue(rate)).isCloseTo(1000, within(1e-6));
    }
}
