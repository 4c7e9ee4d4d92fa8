package io.hexagent.infrastructure.tablesaw.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolServices;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.tablesaw.Tables;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableToolsTest {
    private final Tables tables = new Tables();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Tool> tools = new HashMap<>();
    private Dataset penguins = tables.example("penguins.csv");

    private final ToolServices services = new ToolServices() {
        @Override
        public Calculator calculator() {
            return tables.calculator();
        }

        @Override
        public Json json() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public Optional<String> setting(String name) {
            return Optional.empty();
        }
    };

    @BeforeEach
    void findTools() {
        for (ToolFactory factory : ServiceLoader.load(ToolFactory.class)) {
            if (factory.getClass().getPackageName().matches(".*\\.(tablesaw\\.tool|evalex)")) {
                factory.tools(services)
                        .forEach(tool -> tools.put(tool.spec().name().value(), tool));
            }
        }
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private ToolResult call(String tool, String arguments, Dataset... datasets) throws Exception {
        JsonNode json = mapper.readTree(arguments);
        Tool called = Optional.ofNullable(tools.get(tool)).orElseThrow();
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(mapper.writeValueAsString(plain(called.spec().parameters())));
        assertThat(schema.validate(arguments, InputFormat.JSON))
                .as("schema of %s", tool)
                .isEmpty();
        var context = new ToolContext(
                new RunId("r"),
                new ConversationId("c"),
                Principal.LOCAL,
                new CallId("1"),
                "r-1",
                datasets.length == 0 ? List.of(penguins) : List.of(datasets),
                Instant.EPOCH,
                ToolContext.Progress.NONE);
        return called.call((Value.Fields) value(json), context);
    }

    private Value.Fields content(String tool, String arguments, Dataset... datasets) throws Exception {
        ToolResult result = call(tool, arguments, datasets);
        assertThat(result).as(result.toString()).isInstanceOf(ToolResult.Succeeded.class);
        return ((ToolResult.Succeeded) result).content();
    }

    private String rejection(String tool, String arguments, Dataset... datasets) throws Exception {
        ToolResult result = call(tool, arguments, datasets);
        assertThat(result).isInstanceOf(ToolResult.Rejected.class);
        return ((ToolResult.Rejected) result).message();
    }

    private static String rows(Value.Fields content) {
        return content.fields("table").orElseThrow().items("rows").toString();
    }

    @Test
    void theServiceLoaderFindsEveryTool() {
        assertThat(tools.keySet())
                .containsExactlyInAnyOrder(
                        "describe_dataset",
                        "calculate_statistics",
                        "aggregate",
                        "select_rows",
                        "correlate",
                        "find_outliers",
                        "distribution",
                        "trend",
                        "compare_groups",
                        "missing_values",
                        "calculator");
        assertThat(tools.values()).allSatisfy(tool -> {
            assertThat(tool.spec().examples()).hasSizeBetween(4, 8).doesNotHaveDuplicates();
            assertThat(tool.spec().description()).hasSizeGreaterThan(40);
            assertThat(tool.spec().parameters().flag("additionalProperties")).contains(false);
        });
    }

    @Test
    void theMainQuestionIsAnsweredAsTheContractSays() throws Exception {
        Value.Fields content = content("aggregate", """
            {"measures": [{"function": "mean", "column": "body mass (g)"}], "group_by": ["species"]}\
            """);

        assertThat(content.fields().keySet()).containsExactly("dataset", "method", "table", "facts", "notes");
        assertThat(content.text("dataset")).contains("penguins.csv");
        assertThat(content.fields("table").orElseThrow().texts("columns"))
                .containsExactly("Species", "mean of Body Mass (g)");
        assertThat(rows(content)).contains("Adelie, 3700.66225", "Chinstrap, 3733.08823", "Gentoo, 5076.01626");
    }

    @Test
    void everyToolAnswersOnTheExamples() throws Exception {
        Dataset weather = tables.example("seattle-weather.csv");
        Dataset gapminder = tables.example("gapminder.csv");

        assertThat(rows(content("describe_dataset", "{}"))).contains("Species, text, 0, 3");
        assertThat(rows(content(
                        "calculate_statistics", "{\"columns\": [\"Flipper Length (mm)\"], \"quantiles\": [0.9]}")))
                .contains("200.91520467836");
        assertThat(rows(content(
                        "select_rows",
                        "{\"sort\": [{\"by\": \"Body Mass (g)\", \"order\": \"desc\"}], \"limit\": 1,"
                                + " \"columns\": [\"Body Mass (g)\"]}")))
                .isEqualTo("[[6300]]");
        assertThat(content("correlate", "{\"columns\": [\"Flipper Length (mm)\", \"Body Mass (g)\"]}")
                        .fields("facts")
                        .orElseThrow()
                        .number("coefficient")
                        .orElseThrow()
                        .doubleValue())
                .isBetween(0.8711, 0.8713);
        assertThat(content("find_outliers", "{\"column\": \"precipitation\"}", weather)
                        .fields("facts")
                        .orElseThrow()
                        .number("count")
                        .orElseThrow())
                .isPositive();
        assertThat(rows(content("distribution", "{\"column\": \"weather\"}", weather)))
                .contains("rain");
        assertThat(rows(content(
                        "trend", "{\"column\": \"temp_max\", \"time\": \"date\", \"period\": \"year\"}", weather)))
                .contains("[2012, ")
                .contains("[2015, ");
        assertThat(content(
                                "trend",
                                "{\"column\": \"life_expect\", \"time\": \"year\", \"group_by\": \"country\","
                                    + " \"filters\": [{\"column\": \"country\", \"op\": \"in\", \"value\": [\"China\","
                                    + " \"india\"]}]}",
                                gapminder)
                        .fields("facts")
                        .orElseThrow()
                        .items("groups"))
                .hasSize(2);
        assertThat(content(
                                "compare_groups",
                                "{\"column\": \"Body Mass (g)\", \"group_by\": \"Sex\", \"groups\": [\"male\","
                                        + " \"FEMALE\"]}")
                        .fields("facts")
                        .orElseThrow()
                        .text("highest"))
                .contains("MALE");
        assertThat(content("missing_values", "{}")
                        .fields("facts")
                        .orElseThrow()
                        .number("rows")
                        .orElseThrow())
                .isEqualByComparingTo("344");
        assertThat(rows(content("aggregate", """
            {"measures": [{"function": "count", "as": "days"}], "group_by": [{"column": "date", "period": "year"}],
             "filters": [{"column": "date", "op": "between", "value": ["2013", "2014"]}], "sort": [{"by": "days"}]}\
            """, weather))).isEqualTo("[[2013," + " 365]," + " [2014," + " 365]]");
    }

    @Test
    void wrongNamesAreRejectedWithASuggestion() throws Exception {
        assertThat(rejection("find_outliers", "{\"column\": \"Body Mas (g)\"}"))
                .contains("did you mean \"Body Mass (g)\"?");
        assertThat(rejection("find_outliers", "{\"column\": \"Species\"}")).contains("needs a column of numbers");
        assertThat(rejection("describe_dataset", "{\"dataset\": \"whales\"}")).contains("[penguins.csv]");
        assertThat(rejection("aggregate", "{\"measures\": [{\"function\": \"sum\"}]}"))
                .contains("needs a column");
        assertThat(rejection("aggregate", "{\"measures\": [{\"function\": \"quantile\", \"column\": \"Species\"}]}"))
                .contains("needs q");
        assertThat(rejection(
                        "select_rows",
                        "{\"filters\": [{\"column\": \"Species\", \"op\": \"between\", \"value\": \"a\"}]}"))
                .contains("between");
        assertThat(content("describe_dataset", "{\"dataset\": \"PENGUINS\"}").text("dataset"))
                .contains("penguins.csv");
    }

    @Test
    void longResultsAreCutAndSaySo() throws Exception {
        String csv =
                "k\n" + IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        Value.Fields content = content(
                "aggregate",
                "{\"measures\": [{\"function\": \"count\"}], \"group_by\": [\"k\"]}",
                tables.dataset("long.csv", csv.getBytes(StandardCharsets.UTF_8)));

        assertThat(content.fields("table").orElseThrow().items("rows")).hasSize(200);
        assertThat(content.fields("table").orElseThrow().number("total_rows").orElseThrow())
                .isEqualByComparingTo("1000");
        assertThat(content.texts("notes")).anyMatch(note -> note.contains("first 200 of 1000"));
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var fields = Value.fields();
            node.properties().forEach(entry -> fields.put(entry.getKey(), value(entry.getValue())));
            return fields.build();
        }
        if (node.isArray()) {
            return Value.items(IntStream.range(0, node.size())
                    .mapToObj(i -> value(node.get(i)))
                    .toList());
        }
        if (node.isNumber()) {
            return Value.of(new BigDecimal(node.asText()));
        }
        return node.isBoolean() ? Value.of(node.asBoolean()) : Value.of(node.asText());
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Number number -> number.number();
            case Value.Flag flag -> flag.flag();
            case Value.Items items ->
                items.items().stream().map(TableToolsTest::plain).toList();
            case Value.Fields fields -> {
                var plain = new LinkedHashMap<String, Object>();
                fields.fields().forEach((name, field) -> plain.put(name, plain(field)));
                yield plain;
            }
            case Value.Absent absent -> "";
        };
    }
}
