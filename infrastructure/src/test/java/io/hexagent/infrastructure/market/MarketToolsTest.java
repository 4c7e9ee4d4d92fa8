package io.hexagent.infrastructure.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.LoopbackServer;
import io.hexagent.infrastructure.http.LoopbackServer.Asked;
import io.hexagent.infrastructure.http.LoopbackServer.Told;
import io.hexagent.infrastructure.http.PooledExchange;
import io.hexagent.infrastructure.http.PooledHttp;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers that answer in the shapes of ApeWisdom, Binance and EDGAR. */
@Timeout(60)
class MarketToolsTest {
    private static final JacksonJson JSON = new JacksonJson();
    private static final String FORM = """
        <?xml version="1.0"?>
        <ownershipDocument>
            <schemaVersion>X0508</schemaVersion>
            <documentType>4</documentType>
            <issuer><issuerCik>0000320193</issuerCik><issuerName>Apple Inc.</issuerName></issuer>
            <reportingOwner>
                <reportingOwnerId><rptOwnerCik>0001214156</rptOwnerCik><rptOwnerName>DOE JANE</rptOwnerName></reportingOwnerId>
                <reportingOwnerRelationship>
                    <isDirector>1</isDirector><isOfficer>true</isOfficer><officerTitle>Chief &amp; Officer</officerTitle>
                </reportingOwnerRelationship>
            </reportingOwner>
            <nonDerivativeTable>
                %s
            </nonDerivativeTable>
            <derivativeTable><derivativeTransaction><transactionCoding><transactionCode>P</transactionCode>
            </transactionCoding></derivativeTransaction></derivativeTable>
        </ownershipDocument>
        """;

    private final PooledHttp http = new PooledHttp(PooledHttp.Options.defaults());
    private final LoopbackServer server = new LoopbackServer(MarketToolsTest::told);
    private final Exchange exchange = new PooledExchange(http, Duration.ofSeconds(10), 1 << 20);
    private final Tool social = new SocialTrendsTool(server.url() + "/ape", exchange, JSON);
    private final Tool prices = new PriceHistoryTool(server.url() + "/api/v3", exchange, JSON);
    private final Tool insiders = new InsiderTradesTool(
            server.url(),
            server.url() + "/data",
            Optional.of("Test a@b.example"),
            exchange,
            JSON,
            InstantSource.system());

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    private static String transaction(String date, String code, String shares, String price) {
        return "<nonDerivativeTransaction><securityTitle><value>Common Stock</value></securityTitle><transactionDate>"
                + "<value>" + date + "</value></transactionDate><transactionCoding><transactionFormType>4"
                + "</transactionFormType><transactionCode>" + code + "</transactionCode></transactionCoding>"
                + "<transactionAmounts><transactionShares><value>" + shares + "</value></transactionShares>"
                + (price.isEmpty()
                        ? "<transactionPricePerShare><footnoteId id=\"F1\"/></transactionPricePerShare>"
                        : "<transactionPricePerShare><value>" + price + "</value></transactionPricePerShare>")
                + "<transactionAcquiredDisposedCode><value>" + (code.equals("S") ? "D" : "A")
                + "</value></transactionAcquiredDisposedCode></transactionAmounts><postTransactionAmounts>"
                + "<sharesOwnedFollowingTransaction><value>5000</value></sharesOwnedFollowingTransaction>"
                + "</postTransactionAmounts></nonDerivativeTransaction>";
    }

    private static Told told(Asked asked) {
        return switch (asked.path()) {
            case "/ape/filter/all-stocks/page/1" -> Told.ok("""
                {"count":200,"pages":2,"current_page":1,"results":[
                 {"rank":1,"ticker":"GME","name":"GameStop &amp; Co","mentions":"150","upvotes":900,
                  "rank_24h_ago":"3","mentions_24h_ago":"100"},
                 {"rank":2,"ticker":"SPY","name":"SPDR","mentions":90,"upvotes":"10","rank_24h_ago":null,
                  "mentions_24h_ago":null}]}
                """);
            case "/ape/filter/all-stocks/page/2" -> Told.ok("""
                {"count":200,"pages":2,"current_page":2,"results":[
                 {"rank":101,"ticker":"NOK","name":"Nokia","mentions":1,"upvotes":1,"rank_24h_ago":90,
                  "mentions_24h_ago":2}]}
                """);
            case "/api/v3/klines" ->
                asked.query().contains("symbol=NONE")
                        ? new Told(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", Map.of())
                        : Told.ok("""
                            [[1706659200000,"42946.25","43745.11","42276.84","42580.00","43188.24",1706745599999,"1",2,"3","4","0"],
                             [1706745600000,"42580.00","43285.13","41884.28","43082.94","35231.04000000",1706831999999,"1",2,"3","4","0"]]
                            """);
            case "/files/company_tickers.json" -> Told.ok("""
                {"0":{"cik_str":320193,"ticker":"AAPL","title":"Apple Inc."},
                 "1":{"cik_str":789019,"ticker":"MSFT","title":"Microsoft Corp"}}
                """);
            case "/data/submissions/CIK0000320193.json" -> Told.ok("""
                {"cik":"0000320193","name":"Apple Inc.","filings":{"recent":{
                  "accessionNumber":["0000320193-24-000002","0000320193-24-000009","0000320193-24-000001","0000320193-24-000003"],
                  "filingDate":["2024-03-05","2024-03-05","2024-02-02","2024-01-01"],
                  "form":["4","10-K","4","4/A"],
                  "primaryDocument":["xslF345X05/wk-form4_1.xml","aapl.htm","form4.xml","x.xml"]},"files":[]}}
                """);
            case "/Archives/edgar/data/320193/000032019324000002/wk-form4_1.xml" ->
                Told.ok(FORM.formatted(
                        transaction("2024-03-01", "S", "1000", "170.5") + transaction("2024-03-02", "A", "300", "")));
            case "/Archives/edgar/data/320193/000032019324000001/form4.xml" ->
                Told.ok(FORM.formatted(transaction("2024-01-31", "P", "10", "185.25")));
            default -> Told.status(404);
        };
    }

    private ToolResult call(Tool tool, String arguments) {
        Value.Fields fields = JSON.readFields(arguments);
        assertThat(new NetworkntSchemas().violations(tool.spec().parameters(), fields))
                .isEmpty();
        return tool.call(
                fields,
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

    private Value.Fields result(Tool tool, String arguments) {
        ToolResult result = call(tool, arguments);
        assertThat(result).as(result.toString()).isInstanceOf(ToolResult.Succeeded.class);
        return ((ToolResult.Succeeded) result).content();
    }

    private static String rows(Value.Fields result) {
        return JSON.write(result.fields("table").orElseThrow().get("rows"));
    }

    private String failure(Tool tool, String arguments) {
        return ((ToolResult.Failed) call(tool, arguments)).message();
    }

    private String rejection(Tool tool, String arguments) {
        return ((ToolResult.Rejected) call(tool, arguments)).message();
    }

    @Test
    void whatIsTalkedAboutIsToldWithItsChange() {
        assertThat(rows(result(social, "{\"limit\":2}")))
                .isEqualTo("[[1,\"GME\",\"GameStop & Co\",150,900,3,100,0.5000],"
                        + "[2,\"SPY\",\"SPDR\",90,10,null,null,null]]");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void oneTickerIsLookedForPageByPage() {
        assertThat(rows(result(social, "{\"ticker\":\"nok\"}")))
                .isEqualTo("[[101,\"NOK\",\"Nokia\",1,1,90,2,-0.5000]]");
        assertThat(failure(social, "{\"ticker\":\"ZZZ\"}")).contains("does not count ZZZ among the 200 most mentioned");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void aSourceThatFailsIsAFailureOfTheToolAndNoMore() {
        server.first(Told.status(503), Told.ok("<html>"), Told.ok("[]"), Told.status(403));
        assertThat(failure(social, "{}")).isEqualTo("ApeWisdom cannot answer now (status 503)");
        assertThat(failure(social, "{}")).isEqualTo("ApeWisdom's answer could not be read");
        assertThat(failure(social, "{}")).isEqualTo("ApeWisdom's answer could not be read");
        assertThat(failure(social, "{}")).isEqualTo("ApeWisdom refused the request (status 403)");
        server.close();
        assertThat(failure(social, "{}")).contains("refused the connection");
    }

    @Test
    void pricesAreReadWithTheirFacts() {
        Value.Fields told = result(prices, "{\"symbol\":\"btcusdt\",\"from\":\"2024-01-31\",\"to\":\"2024-02-01\"}");
        assertThat(rows(told))
                .isEqualTo("[[\"2024-01-31T00:00:00Z\",42946.25,43745.11,42276.84,42580,43188.24],"
                        + "[\"2024-02-01T00:00:00Z\",42580,43285.13,41884.28,43082.94,35231.04]]");
        assertThat(JSON.write(told.get("facts")))
                .isEqualTo("{\"periods\":2,\"first_close\":42580,\"last_close\":43082.94,\"highest\":43745.11,"
                        + "\"lowest\":41884.28,\"change\":0.011812}");
        assertThat(server.asked().getFirst().query())
                .isEqualTo("symbol=BTCUSDT&interval=1d&limit=90&startTime=1706659200000&endTime=1706831999999");
        assertThat(failure(prices, "{\"symbol\":\"NONE\"}")).contains("Binance has no prices of \"NONE\"");
        assertThat(rejection(prices, "{\"symbol\":\"BTCUSDT\",\"from\":\"2024-02-30\"}"))
                .contains("is a day as");
        assertThat(rejection(prices, "{\"symbol\":\"BTCUSDT\",\"from\":\"2024-02-02\",\"to\":\"2024-02-01\"}"))
                .contains("is before");
    }

    @Test
    void insidersTradesAreReadFromTheNewestStatements() {
        Value.Fields told = result(insiders, "{\"ticker\":\"aapl\"}");
        assertThat(told.text("company")).contains("Apple Inc.");
        assertThat(rows(told))
                .isEqualTo(
                        "[[\"2024-03-02\",\"DOE JANE\",\"Chief & Officer, director\",\"award\",\"A\",\"Common Stock\","
                            + "300,null,null,5000,\"2024-03-05\",\"0000320193-24-000002\"],[\"2024-03-01\",\"DOE"
                            + " JANE\",\"Chief & Officer, director\",\"sale\",\"S\",\"Common Stock\","
                            + "1000,170.5,170500.0,5000,\"2024-03-05\",\"0000320193-24-000002\"],[\"2024-01-31\",\"DOE"
                            + " JANE\",\"Chief & Officer, director\",\"purchase\",\"P\",\"Common Stock\","
                            + "10,185.25,1852.50,5000,\"2024-02-02\",\"0000320193-24-000001\"]]");
        assertThat(JSON.write(told.get("purchases"))).isEqualTo("{\"count\":1,\"shares\":10,\"value_usd\":1852.50}");
        assertThat(JSON.write(told.get("sales"))).isEqualTo("{\"count\":1,\"shares\":1000,\"value_usd\":170500.0}");
        assertThat(server.asked())
                .allSatisfy(asked -> assertThat(asked.header("User-Agent")).isEqualTo("Test a@b.example"));
        assertThat(rows(result(insiders, "{\"ticker\":\"AAPL\",\"only_trades\":true}")))
                .doesNotContain("award");
        assertThat(server.asked().stream().filter(asked -> asked.path().startsWith("/files")))
                .as("the list of companies is kept")
                .hasSize(1);
        assertThat(rejection(insiders, "{\"ticker\":\"NONE\"}")).contains("no company with the ticker \"NONE\"");
    }

    @Test
    void withoutAContactNothingIsAsked() {
        var silent = new InsiderTradesTool(
                server.url(), server.url() + "/data", Optional.empty(), exchange, JSON, InstantSource.system());
        ToolResult told = call(silent, "{\"ticker\":\"AAPL\"}");
        assertThat(told).isInstanceOf(ToolResult.NeedsCredential.class);
        assertThat(((ToolResult.NeedsCredential) told).message()).contains("market.sec-contact is missing");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void whatOthersWroteIsMarkedAndNumbersAreNot() {
        assertThat(Untrusted.marks(result(social, "{\"limit\":1}"))).isTrue();
        assertThat(Untrusted.marks(result(insiders, "{\"ticker\":\"AAPL\"}"))).isTrue();
        assertThat(Untrusted.marks(result(prices, "{\"symbol\":\"BTCUSDT\"}"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><ownershipDocument>&x;</ownershipDocument>",
                "<!DOCTYPE a [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><ownershipDocument>&c;</ownershipDocument>",
                "<html></html>",
                "<ownershipDocument>",
                ""
            })
    void aDocumentThatIsNoneIsNotedAndTheOthersAreRead(String document) {
        Value.Fields ignored = result(insiders, "{\"ticker\":\"AAPL\",\"filings\":1}");
        var list = URI.create("/data/submissions/CIK0000320193.json");
        server.first(told(new Asked("GET", list, Map.of(), "", 0)), Told.ok(document));
        Value.Fields told = result(insiders, "{\"ticker\":\"AAPL\"}");
        assertThat(told.texts("notes")).containsExactly("filing 0000320193-24-000002 could not be read");
        assertThat(told.fields("table").orElseThrow().items("rows")).hasSize(1);
    }
}
