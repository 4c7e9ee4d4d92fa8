package io.hexagent.infrastructure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.strategy.Backtest;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.MarketData.Answer;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.Rule.Comparison;
import io.hexagent.domain.strategy.Series;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.infrastructure.bars.BundledMarket;
import io.hexagent.infrastructure.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Draws backtests. The pictures are left in target/charts, to be looked at. */
class BacktestPicturesTest {
    private static final Path PICTURES = Path.of("target", "charts");
    private static final Series RSI = new Series.Indicated(Indicator.RSI, List.of(Series.Price.CLOSE), List.of(14.0));

    private static Strategy strategy(Timeframe timeframe, Rule entry) {
        return new Strategy(
                new Symbol("GOOG"),
                timeframe,
                Optional.empty(),
                Optional.empty(),
                Strategy.Terms.usual(),
                entry,
                new Rule.Compared(Comparison.GREATER, RSI, new Series.Constant(70)),
                "");
    }

    private static Rule below(double level) {
        return new Rule.Compared(Comparison.LESS, RSI, new Series.Constant(level));
    }

    private static BacktestReport goog(Rule entry) {
        var found = (Answer.Found) new BundledMarket()
                .bars(OwnerId.LOCAL, new Symbol("GOOG"), Timeframe.ONE_DAY, Optional.empty(), Optional.empty());
        return Backtest.run(strategy(Timeframe.ONE_DAY, entry), found.bars(), found.hours(), found.source());
    }

    private static List<ArtifactDraft> draw(String name, BacktestReport report) throws IOException {
        List<ArtifactDraft> drafts = new BacktestPictures(new JacksonJson()).draw(report);
        Files.createDirectories(PICTURES);
        for (ArtifactDraft draft : drafts) {
            String title = draft.title().replaceAll(":.*", "").replace(' ', '-').toLowerCase(Locale.ROOT);
            for (ArtifactDraft.Rendition rendition : draft.renditions()) {
                if (rendition.mediaType().equals(Artifact.PNG)) {
                    Files.write(PICTURES.resolve("backtest-" + name + "-" + title + ".png"), rendition.bytes());
                }
            }
        }
        return drafts;
    }

    private static JsonNode spec(ArtifactDraft draft) throws IOException {
        return new ObjectMapper()
                .readTree(new String(draft.renditions().getFirst().bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void aBacktestHasThreeChartsInAllForms() throws IOException {
        List<ArtifactDraft> drafts = draw("rsi", goog(below(30)));

        assertThat(drafts)
                .extracting(ArtifactDraft::title)
                .containsExactly(
                        "Equity: GOOG 1d, 2004-08-19 to 2008-10-14",
                        "Drawdown: GOOG 1d, 2004-08-19 to 2008-10-14",
                        "Price and trades: GOOG 1d, 2004-08-19 to 2008-10-14");
        assertThat(drafts)
                .allSatisfy(draft -> assertThat(draft.renditions())
                        .extracting(ArtifactDraft.Rendition::mediaType)
                        .containsExactly(Artifact.VEGA_LITE, Artifact.PNG, Artifact.SVG, Artifact.CSV));
    }

    @Test
    void theSpecsHaveTheFiguresOfTheReport() throws IOException {
        BacktestReport report = goog(below(30));
        List<ArtifactDraft> drafts = draw("rsi", report);

        JsonNode equity = spec(drafts.getFirst()).at("/data/values");
        assertThat(equity).hasSize(2 * 1047);
        assertThat(equity.get(1046).at("/y").asDouble())
                .isEqualTo(report.metrics().finalEquity());
        assertThat(equity.get(2 * 1047 - 1).at("/y").asDouble())
                .isEqualTo(report.benchmark().finalEquity());
        double deepest = 0;
        for (JsonNode point : spec(drafts.get(1)).at("/data/values")) {
            deepest = Math.min(deepest, point.at("/y").asDouble());
        }
        assertThat(deepest).isEqualTo(-100 * report.metrics().maxDrawdown());
        JsonNode marks = spec(drafts.get(2)).at("/layer/1/data/values");
        assertThat(marks).hasSize(report.trades().size() + report.metrics().trades());
        assertThat(marks.get(0).at("/series").asText()).isEqualTo("bought");
        assertThat(marks.get(0).at("/y").asDouble())
                .isEqualTo(report.trades().getFirst().entryPrice());
    }

    @Test
    void aStrategyThatNeverTradesIsDrawnToo() throws IOException {
        List<ArtifactDraft> drafts = draw("never", goog(new Rule.Always(false)));

        assertThat(spec(drafts.get(2)).at("/layer/1/data/values")).isEmpty();
        assertThat(drafts).allSatisfy(draft -> assertThat(draft.renditions()).hasSize(4));
    }

    @Test
    void oneBarIsDrawnToo() throws IOException {
        var one = new Bars(
                new long[] {0}, new double[] {1}, new double[] {1}, new double[] {1}, new double[] {1}, new double[1]);

        assertThat(draw("one", Backtest.run(strategy(Timeframe.ONE_DAY, below(30)), one, MarketHours.ALWAYS, "test")))
                .hasSize(3);
    }

    @Test
    void aLongSeriesIsThinnedWithoutLosingItsExtremes() throws IOException {
        int size = 100_000;
        long[] times = IntStream.range(0, size).mapToLong(i -> i * 60_000L).toArray();
        double[] prices = IntStream.range(0, size)
                .mapToDouble(i -> i == 54_321 ? 900 : 100 + 20 * Math.sin(i / 900.0) + 3 * Math.sin(i / 7.0))
                .toArray();
        var bars = new Bars(times, prices, prices, prices, prices, new double[size]);

        List<ArtifactDraft> drafts =
                draw("long", Backtest.run(strategy(Timeframe.ONE_MINUTE, below(20)), bars, MarketHours.ALWAYS, "test"));

        JsonNode line = spec(drafts.get(2)).at("/layer/0/data/values");
        assertThat(line.size()).isBetween(700, 1500);
        double highest = 0;
        for (JsonNode point : line) {
            highest = Math.max(highest, point.at("/y").asDouble());
        }
        assertThat(highest).isEqualTo(900);
    }
}
