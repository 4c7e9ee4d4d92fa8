package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.goog;
import static io.hexagent.domain.strategy.Samples.rsi;
import static io.hexagent.domain.strategy.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.strategy.Replay.Frame;
import org.junit.jupiter.api.Test;

class ReplayTest {
    @Test
    void aFrameForEachBarTellsWhatHappened() {
        BacktestReport report = run(rsi(), goog());
        Replay replay = Replay.of(report, 5_000);

        assertThat(replay.every()).isEqualTo(1);
        assertThat(replay.frames()).hasSize(1047);
        assertThat(replay.trades()).isEqualTo(report.trades());
        Frame last = replay.frames().getLast();
        assertThat(last.equity()).isEqualTo(report.metrics().finalEquity());
        assertThat(last.benchmark()).isEqualTo(report.benchmark().finalEquity());
        assertThat(last.holding()).isTrue();
        assertThat(replay.frames().stream().mapToDouble(Frame::drawdown).max().getAsDouble())
                .isCloseTo(report.metrics().maxDrawdown(), within(1e-12));
        assertThat(replay.frames().stream().filter(Frame::holding).count())
                .isEqualTo(Math.round(report.metrics().exposure() * 1047));
        for (Trade trade : report.trades()) {
            assertThat(replay.frames().get(trade.entryBar() - 1).entry()).isTrue();
        }
        assertThat(replay.frames().stream().filter(Frame::exit).count())
                .isEqualTo(report.exits().count());
    }

    @Test
    void manyBarsAreDrawnTogether() {
        BacktestReport report = run(rsi(), goog());
        Replay replay = Replay.of(report, 100);
        Frame second = replay.frames().get(1);

        assertThat(replay.every()).isEqualTo(11);
        assertThat(replay.frames()).hasSize(96);
        assertThat(second.bar()).isEqualTo(11);
        assertThat(second.open()).isEqualTo(report.bars().open(11));
        assertThat(second.close()).isEqualTo(report.bars().close(21));
        assertThat(second.high()).isGreaterThanOrEqualTo(report.bars().high(15));
        assertThat(second.low()).isLessThanOrEqualTo(report.bars().low(15));
        assertThat(replay.frames().getLast().equity())
                .isEqualTo(report.metrics().finalEquity());
        assertThat(replay.frames().stream().mapToDouble(Frame::drawdown).max().getAsDouble())
                .isCloseTo(report.metrics().maxDrawdown(), within(1e-12));
    }
}
