package io.hexagent.infrastructure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateChartToolTest {
    private static final LiteralTable BIRDS = LiteralTable.of(
            "birds.csv",
            "species,Body Mass (g),seen,year,nothing",
            "gull,900,2024-01-05,2020,",
            "gull,1100,2024-02-10,2021,",
            "duck,1500,2024-01-20,2020,",
            "duck,,2024-03-02,2021,",
            "owl,400,2024-03-09,2022,");

    @Test
    void aBarChartShowsTheFiguresOfTheCalculator() throws IOException {
        ToolResult.Succeeded result =
                call("kind=bar x=species y=Body Mass (g) function=mean").succeeds();

        Value.Fields content = result.content();
        assertThat(content.text("title")).contains("Mean of Body Mass (g) by species");
        assertThat(content.text("kind")).contains("bar");
        assertThat(content.text("x")).contains("species");
        assertThat(content.text("y")).contains("Mean of Body Mass (g)");
        assertThat(content.get("points")).isEqualTo(Value.of(3));
        assertThat(content.fields("facts").orElseThrow().get("points")).isEqualTo(Value.of(3));
        Table table = Table.of(content.fields("table").orElseThrow());
        assertThat(table.columns()).containsExactly("species", "mean of Body Mass (g)");
        assertThat(table.rows())
                .containsExactly(
                        List.of(Value.of("duck"), Value.of(1500)),
                        List.of(Value.of("gull"), Value.of(1000)),
                        List.of(Value.of("owl"), Value.of(400)));
        ArtifactDraft artifact = result.artifacts().getFirst();
        assertThat(artifact.kind()).isEqualTo(ArtifactKind.CHART);
        assertThat(artifact.title()).isEqualTo("Mean of Body Mass (g) by species");
        assertThat(artifact.renditions())
                .extracting(ArtifactDraft.Rendition::mediaType)
                .containsExactly(Artifact.VEGA_LITE, Artifact.PNG, Artifact.SVG, Artifact.CSV);
    }

    @Test
    void theSpecIsVegaLiteWithItsDataInside() throws IOException {
        JsonNode spec = spec("kind=bar x=species y=Body Mass (g) function=mean sort=desc");

        assertThat(spec.get("$schema").asText()).isEqualTo("https://vega.github.io/schema/vega-lite/v5.json");
        assertThat(spec.at("/mark/type").asText()).isEqualTo("bar");
        assertThat(spec.at("/encoding/x/title").asText()).isEqualTo("species");
        assertThat(spec.at("/encoding/y/title").asText()).isEqualTo("Mean of Body Mass (g)");
        assertThat(spec.at("/encoding/y/scale/zero").asBoolean())
                .as("bars stand on zero")
                .isTrue();
        assertThat(spec.at("/data/values")).hasSize(3);
        assertThat(spec.at("/data/values/0/x").asText()).isEqualTo("duck");
        assertThat(spec.at("/data/values/0/y").asDouble()).isEqualTo(1500);
        assertThat(spec.at("/encoding/x/sort/0").asText()).isEqualTo("duck");
    }

    @Test
    void onlySeveralSeriesHaveColorsOfTheirOwn() throws IOException {
        JsonNode one = spec("kind=line x=year y=Body Mass (g)");
        JsonNode several = spec("kind=line x=year y=Body Mass (g) color=species");

        assertThat(one.at("/encoding/color/field").isMissingNode()).isTrue();
        assertThat(several.at("/encoding/color/title").asText()).isEqualTo("species");
        assertThat(several.at("/config/range/category/0").asText()).isEqualTo("#0072B2");
    }

    @Test
    void timesAreInUtcSoThatDaysDoNotMove() throws IOException {
        JsonNode spec = spec("kind=line x=seen y=Body Mass (g) period=month function=sum");

        assertThat(spec.at("/encoding/x/type").asText()).isEqualTo("temporal");
        assertThat(spec.at("/encoding/x/scale/type").asText()).isEqualTo("utc");
        assertThat(spec.at("/data/values/0/x").asText()).isEqualTo("2024-01-01T00:00:00Z");
        assertThat(spec.at("/data/values/0/y").asDouble()).isEqualTo(2400);
    }

    @Test
    void aHistogramHasBinsWithTwoEdges() throws IOException {
        JsonNode spec = spec("kind=histogram x=Body Mass (g) bins=2");

        assertThat(spec.at("/encoding/x2/field").asText()).isEqualTo("x2");
        assertThat(spec.at("/data/values")).hasSize(2);
        assertThat(spec.at("/data/values/0/x2")).isEqualTo(spec.at("/data/values/1/x"));
    }

    @Test
    void aSingleValueHasABarThatCanBeSeen() throws IOException {
        JsonNode spec = new ObjectMapper()
                .readTree(ChartCall.rendition(
                                new ChartCall(LiteralTable.of("t", "v", "3", "3"), "kind=histogram x=v").succeeds(),
                                Artifact.VEGA_LITE)
                        .bytes());

        assertThat(spec.at("/data/values")).hasSize(1);
        assertThat(spec.at("/data/values/0/x").asDouble()).isEqualTo(2.5);
        assertThat(spec.at("/data/values/0/x2").asDouble()).isEqualTo(3.5);
    }

    /** Tukey's rule by hand: quartiles of 1..8 and 30 are 3, 5 and 7, so the fences are -3 and 13. */
    @Test
    void aBoxEndsAtTheQuartilesAndItsWhiskersAtTheLastValuesWithinTheFences() {
        LiteralTable table = LiteralTable.of("t", "v", "1", "2", "3", "4", "5", "6", "7", "8", "30");

        Value.Fields content = new ChartCall(table, "kind=box y=v").succeeds().content();

        Table boxes = Table.of(content.fields("table").orElseThrow());
        assertThat(boxes.columns())
                .containsExactly("column", "count", "low whisker", "25%", "median", "75%", "high whisker", "outliers");
        assertThat(boxes.rows())
                .containsExactly(List.of(
                        Value.of("v"),
                        Value.of(9),
                        Value.of(1),
                        Value.of(3),
                        Value.of(5),
                        Value.of(7),
                        Value.of(8),
                        Value.of(1)));
    }

    @Test
    void manyNamesAreCutToTheHighestAndTheCutIsTold() {
        LiteralTable table =
                LiteralTable.of("t", lines("name,v", IntStream.range(0, 100).mapToObj(i -> "n" + i + "," + i)));

        Value.Fields content =
                new ChartCall(table, "kind=bar x=name y=v").succeeds().content();

        assertThat(content.get("points")).isEqualTo(Value.of(30));
        assertThat(content.texts("notes")).contains("drawn are the 30 highest of 100 values of name");
    }

    @Test
    void moreSeriesThanColorsAreCutAndTheCutIsTold() {
        LiteralTable table = LiteralTable.of(
                "t", lines("x,y,s", IntStream.range(0, 40).mapToObj(i -> i / 20 + "," + i + ",s" + i % 20)));

        Value.Fields content =
                new ChartCall(table, "kind=line x=x y=y color=s").succeeds().content();

        assertThat(content.texts("notes"))
                .contains("drawn are the 8 of 20 values of s with the highest figures; a filter chooses others");
    }

    @Test
    void aScatterOfManyRowsShowsSomeAtEvenDistances() throws IOException {
        LiteralTable table =
                LiteralTable.of("t", lines("x,y", IntStream.range(0, 12_000).mapToObj(i -> i + "," + i % 97)));

        ToolResult.Succeeded result = new ChartCall(table, "kind=scatter x=x y=y").succeeds();

        assertThat(result.content().get("points")).isEqualTo(Value.of(5000));
        assertThat(result.content().texts("notes"))
                .contains("drawn are 5000 of 12000 rows, at even distances", "the table shows 200 of 5000 rows");
        JsonNode values = new ObjectMapper()
                .readTree(ChartCall.rendition(result, Artifact.VEGA_LITE).bytes())
                .at("/data/values");
        assertThat(values).hasSize(5000);
        assertThat(values.get(4999).get("x").asInt()).isGreaterThan(11_990);
    }

    @Test
    void aLineOfTooManyDaysBecomesOneOfWeeksOrMonths() {
        LiteralTable table = LiteralTable.of(
                "t",
                lines(
                        "day,y",
                        IntStream.range(0, 6000)
                                .mapToObj(i -> LocalDate.of(1990, 1, 1).plusDays(i) + "," + i)));

        Value.Fields content =
                new ChartCall(table, "kind=line x=day y=y").succeeds().content();

        assertThat(content.texts("notes")).anyMatch(note -> note.startsWith("grouped by week"));
        assertThat(content.text("title")).contains("Mean of y by week");
        assertThat(content.number("points").orElseThrow().intValue()).isBetween(850, 860);
    }

    @Test
    void filtersAreInTheTitle() {
        assertThat(call("kind=bar x=species y=Body Mass (g) year=2020")
                        .succeeds()
                        .content()
                        .text("title"))
                .contains("Body Mass (g) by species (year = 2020)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=bar x=spices -> column \"spices\" not in [species, Body Mass (g), seen, year, nothing]; did you"
                        + " mean \"species\"?",
                "kind=bar -> a bar chart needs x, one of [species, Body Mass (g), seen, year, nothing]",
                "kind=scatter x=species y=year -> \"species\" is text, x of a scatter chart is a number",
                "kind=histogram x=species -> \"species\" is text, a histogram needs numbers or dates; a bar chart of"
                        + " its counts shows how often each value occurs",
                "kind=bar x=species function=mean -> function \"mean\" needs y, one of [Body Mass (g), year, nothing]",
                "kind=bar x=species period=month -> period \"month\" needs a date column for x, \"species\" is text",
                "kind=line x=year y=nothing -> there is nothing to draw: no row has both year and nothing",
                "kind=histogram x=nothing -> there is nothing to draw: no row has a value in nothing",
                "kind=box y=nothing -> there is nothing to draw: no row has a value in nothing",
                "kind=box y=species -> \"species\" is text, y of a box chart is a number",
                "kind=bar x=species dataset=fish -> data set \"fish\" not in [birds.csv]"
            })
    void whatCannotBeDrawnIsRejectedWithWhatCan(String example) {
        String[] sides = example.split(" -> ", 2);

        assertThat(call(sides[0]).rejection()).isEqualTo(sides[1]);
    }

    @Test
    void aColumnIsFoundWithoutRegardToCase() {
        assertThat(call("kind=bar x=SPECIES").succeeds().content().text("x")).contains("species");
    }

    @Test
    void withoutFontsTheSpecStillComesAndANoteSaysWhy() {
        ToolResult.Succeeded result = call("kind=bar x=species")
                .paintedBy(chart -> {
                    throw new ChartPainter.CannotPaint("this machine cannot draw text", null);
                })
                .succeeds();

        assertThat(result.artifacts().getFirst().renditions())
                .extracting(ArtifactDraft.Rendition::mediaType)
                .containsExactly(Artifact.VEGA_LITE, Artifact.CSV);
        assertThat(result.content().texts("notes")).contains("the picture is left out: this machine cannot draw text");
    }

    @Test
    void theSvgHoldsShapesAndNothingActiveAndTheCsvNoFormula() {
        LiteralTable table = LiteralTable.of("t", "who,v", "=cmd(),1", "<script>alert(1)</script>,2");
        ToolResult.Succeeded result = new ChartCall(table, "kind=bar x=who y=v function=sum").succeeds();
        String svg = text(result, Artifact.SVG);
        assertThat(svg).contains("<svg", "<path").doesNotContain("<script", "href=\"http");
        assertThat(text(result, Artifact.CSV)).contains("'=cmd()");
    }

    private static String text(ToolResult.Succeeded result, String mediaType) {
        return result.artifacts().getFirst().renditions().stream()
                .filter(rendition -> rendition.mediaType().equals(mediaType))
                .map(rendition -> new String(rendition.bytes(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void numbersThatNoPictureCanShowLeaveTheSpec() {
        LiteralTable table = LiteralTable.of("t", "x,y", "1,1e-20", "2,3e-20", "3,1e300");

        ToolResult.Succeeded result = new ChartCall(table, "kind=scatter x=x y=y").succeeds();

        assertThat(result.artifacts().getFirst().renditions())
                .extracting(ArtifactDraft.Rendition::mediaType)
                .containsExactly(Artifact.VEGA_LITE, Artifact.CSV);
        assertThat(result.content().texts("notes")).anyMatch(note -> note.contains("cannot be drawn"));
    }

    @Test
    void theToolIsFoundAsAService() {
        assertThat(StreamSupport.stream(ServiceLoader.load(ToolFactory.class).spliterator(), false))
                .anyMatch(ChartToolFactory.class::isInstance);
    }

    @Test
    void theSchemaNamesEveryKindAndNothingElse() {
        assertThat(CreateChartSpec.SPEC.parameters().flag("additionalProperties"))
                .contains(false);
        assertThat(CreateChartSpec.SPEC.parameters().toString()).contains("[line, bar, scatter, histogram, box]");
    }

    private static ChartCall call(String sentence) {
        return new ChartCall(BIRDS, sentence);
    }

    private static JsonNode spec(String sentence) throws IOException {
        return new ObjectMapper()
                .readTree(ChartCall.rendition(call(sentence).succeeds(), Artifact.VEGA_LITE)
                        .bytes());
    }

    private static String[] lines(String header, Stream<String> rows) {
        return Stream.concat(Stream.of(header), rows).toArray(String[]::new);
    }
}
