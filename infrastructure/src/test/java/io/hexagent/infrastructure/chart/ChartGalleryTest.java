package io.hexagent.infrastructure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.tool.ToolResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws charts as they come, ordinary and odd. The pictures are left in target/charts, to be looked at. */
class ChartGalleryTest {
    private static final Path PICTURES = Path.of("target", "charts");

    static Stream<Arguments> charts() throws IOException {
        LiteralTable penguins = LiteralTable.example("penguins.csv");
        LiteralTable weather = LiteralTable.example("seattle-weather.csv");
        LiteralTable world = LiteralTable.example("gapminder.csv");
        LiteralTable onePoint = LiteralTable.of("one", "day,value", "2024-05-01,3.5");
        LiteralTable sixty = LiteralTable.of(
                "sixty",
                lines("category,value", IntStream.range(0, 60).mapToObj(i -> "category " + i + "," + (i * 37 % 61))));
        LiteralTable longNames = LiteralTable.of(
                "long",
                "answer,value",
                "I agree completely with everything that was said about it,12",
                "I agree completely with everything that was said before,7",
                "I would rather not say anything about this at all,31",
                "Other,4");
        LiteralTable negative =
                LiteralTable.of("negative", "month,change", "Jan,-4.2", "Feb,3.1", "Mar,-0.4", "Apr,1.7", "May,-2.2");
        LiteralTable huge = LiteralTable.of(
                "huge", "year,debt (EUR)", "2019,1250000000000", "2020,1390000000000", "2021,1510000000000");
        LiteralTable tiny = LiteralTable.of("tiny", "x,y", "0.000001,0.00000012", "0.000002,0.00000031", "0.000004,0");
        LiteralTable flat = LiteralTable.of("flat", "x,y", "1,5", "2,5", "3,5");
        LiteralTable twenty = LiteralTable.of(
                "twenty",
                lines(
                        "station name,value",
                        IntStream.range(0, 200).mapToObj(i -> "station number " + i % 20 + "," + (i * 7919 % 97))));
        LiteralTable bimonthly = LiteralTable.of(
                "grouped",
                lines(
                        "region,kind,sales (USD)",
                        IntStream.range(0, 12)
                                .mapToObj(i ->
                                        "region " + i / 3 + ",kind " + i % 3 + "," + (1000 + i * 731 % 977) * 10_000)));
        return Stream.of(
                Arguments.of("bar-penguins", penguins, "kind=bar x=Species y=Body Mass (g) function=mean"),
                Arguments.of("bar-count", penguins, "kind=bar x=Species color=Sex"),
                Arguments.of("histogram-flipper", penguins, "kind=histogram x=Flipper Length (mm)"),
                Arguments.of(
                        "scatter-penguins",
                        penguins,
                        "kind=scatter x=Flipper Length (mm) y=Body Mass (g) color=Species"),
                Arguments.of("box-penguins", penguins, "kind=box x=Species y=Body Mass (g)"),
                Arguments.of("line-weather", weather, "kind=line x=date y=temp_max"),
                Arguments.of("line-weather-month", weather, "kind=line x=date y=temp_max function=mean period=month"),
                Arguments.of(
                        "line-month-of-year",
                        weather,
                        "kind=line x=date y=temp_max function=mean period=month_of_year color=weather"),
                Arguments.of("bar-weekday", weather, "kind=bar x=date y=wind period=day_of_week"),
                Arguments.of("bar-dates", weather, "kind=bar x=date y=precipitation function=sum"),
                Arguments.of("box-weather", weather, "kind=box x=weather y=wind"),
                Arguments.of("histogram-rain", weather, "kind=histogram x=precipitation bins=30"),
                Arguments.of("line-countries", world, "kind=line x=year y=life_expect color=country"),
                Arguments.of("bar-top-ten", world, "kind=bar x=country y=pop sort=desc limit=10 year=2005"),
                Arguments.of("scatter-world", world, "kind=scatter x=fertility y=life_expect"),
                Arguments.of("bar-years", world, "kind=bar x=year y=pop function=sum"),
                Arguments.of("odd-one-point", onePoint, "kind=line x=day y=value"),
                Arguments.of("odd-one-bar", onePoint, "kind=bar x=day y=value"),
                Arguments.of("odd-one-bin", onePoint, "kind=histogram x=value bins=1"),
                Arguments.of("odd-one-box", onePoint, "kind=box y=value"),
                Arguments.of("odd-sixty", sixty, "kind=bar x=category y=value"),
                Arguments.of("odd-sixty-all", sixty, "kind=bar x=category y=value limit=60 sort=desc"),
                Arguments.of("odd-long-names", longNames, "kind=bar x=answer y=value"),
                Arguments.of("odd-long-boxes", longNames, "kind=box x=answer y=value"),
                Arguments.of("odd-negative", negative, "kind=bar x=month y=change"),
                Arguments.of("odd-huge", huge, "kind=line x=year y=debt (EUR)"),
                Arguments.of("odd-huge-bars", huge, "kind=bar x=year y=debt (EUR)"),
                Arguments.of("odd-tiny", tiny, "kind=scatter x=x y=y"),
                Arguments.of("odd-flat", flat, "kind=line x=x y=y"),
                Arguments.of("odd-twenty-boxes", twenty, "kind=box x=station name y=value"),
                Arguments.of("bar-grouped", bimonthly, "kind=bar x=region y=sales (USD) function=sum color=kind"));
    }

    private static String[] lines(String header, Stream<String> rows) {
        return Stream.concat(Stream.of(header), rows).toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("charts")
    void everyChartIsAPictureWithSomethingOnIt(String name, LiteralTable table, String arguments) throws IOException {
        var chart = new ChartCall(table, arguments);

        ToolResult.Succeeded result = chart.succeeds();

        ArtifactDraft.Rendition picture = ChartCall.rendition(result, Artifact.PNG);
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), picture.bytes());
        Files.write(
                PICTURES.resolve(name + ".json"),
                ChartCall.rendition(result, Artifact.VEGA_LITE).bytes());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes()));
        assertThat(image.getWidth()).isEqualTo(1920);
        assertThat(image.getHeight()).isGreaterThanOrEqualTo(1200);
        assertThat(colors(image)).as("more than white, text and grid").hasSizeGreaterThan(20);
    }

    private static Set<Integer> colors(BufferedImage image) {
        Set<Integer> colors = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colors.add(image.getRGB(x, y));
            }
        }
        return colors.stream().collect(Collectors.toSet());
    }
}
