package io.hexagent.infrastructure.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a document takes to compile, right or wrong; the bound is 5 ms. */
@Tag("bench")
class CompileBenchmark {
    private static final int ROUNDS = 2_000;

    private static final String LARGE = Examples.BASE.replace(
            "entry: rsi(close, 14) < 30",
            "entry: rsi(close, 14) < 30 && close > sma(close, 200) && macd() > macd_signal() && atr(14) / close < 0.05"
                    + " && !crosses_below(ema(close, 12), ema(close, 26)) && volume > sma(volume, 20) * 1.5");

    @Test
    void compilesWithinFiveMilliseconds() {
        double usual = measure("a usual document", Examples.BASE);
        double large = measure("a document of six conditions", LARGE);
        double wrong = measure(
                "a document with six errors", LARGE.replace("rsi(", "RSI(").replace("200", "0"));
        assertThat(Math.max(usual, Math.max(large, wrong))).isLessThan(5.0);
    }

    private static double measure(String what, String document) {
        double[] millis = new double[ROUNDS];
        long begun = System.nanoTime();
        Compiled first = Examples.COMPILER.compile(document);
        double cold = (System.nanoTime() - begun) / 1e6;
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            long began = System.nanoTime();
            Compiled compiled = Examples.COMPILER.compile(document);
            double took = (System.nanoTime() - began) / 1e6;
            assertThat(compiled.getClass()).isEqualTo(first.getClass());
            if (i >= 0) {
                millis[i] = took;
            }
        }
        Arrays.sort(millis);
        System.out.println("FIGURE "
                + String.format(
                        Locale.ROOT,
                        "compile %s: p50 %.3f ms, p99 %.3f ms, the first %.1f ms",
                        what,
                        millis[ROUNDS / 2],
                        millis[ROUNDS * 99 / 100],
                        cold));
        return millis[ROUNDS / 2];
    }
}
