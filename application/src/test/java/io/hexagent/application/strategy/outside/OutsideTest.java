package io.hexagent.application.strategy.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.OutsideEngine;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyExport;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class OutsideTest {
    private static final CompileError ERROR =
            new CompileError("no-strategy", "the text is no strategy", Optional.empty(), "", "", "");

    /** Takes any text that begins with "symbol". */
    private static final StrategyCompiler COMPILER = new StrategyCompiler() {
        @Override
        public Compiled compile(String code) {
            return code.startsWith("symbol") ? new Compiled.Ready(strategy(code)) : new Compiled.Wrong(List.of(ERROR));
        }

        @Override
        public CompiledRule compileRule(String rule) {
            return new CompiledRule.Wrong(List.of(ERROR));
        }
    };

    private static Strategy strategy(String code) {
        return new Strategy(
                new Symbol("GOOG"),
                Timeframe.ONE_DAY,
                Optional.empty(),
                Optional.empty(),
                Strategy.Terms.usual(),
                new Rule.Always(true),
                new Rule.Always(false),
                code);
    }

    private static StrategyExport export(StrategyExport.Exported exported) {
        return new StrategyExport() {
            @Override
            public String format() {
                return "python";
            }

            @Override
            public Exported export(Strategy strategy) {
                return exported;
            }
        };
    }

    private interface Course {
        OutsideEngine.Ran run() throws InterruptedException;
    }

    private static BacktestOutside outside(Course course) {
        return new BacktestOutside(COMPILER, List.of(new OutsideEngine() {
            @Override
            public String name() {
                return "other";
            }

            @Override
            public Ran run(Strategy strategy) throws InterruptedException {
                return course.run();
            }
        }));
    }

    @Test
    void aStrategyIsWrittenForAnotherEngine() {
        var use = new ExportStrategy(
                COMPILER, List.of(export(new StrategyExport.Exported.Written("x = 1", "main.py", List.of("a note")))));
        assertThat(use.handle(new ExportStrategy.Command("symbol: GOOG", "python")))
                .isEqualTo(new ExportStrategy.Outcome.Written("x = 1", "main.py", List.of("a note")));
        assertThat(use.handle(new ExportStrategy.Command("hello", "python")))
                .isEqualTo(new ExportStrategy.Outcome.Wrong(List.of(ERROR)));
        assertThat(use.handle(new ExportStrategy.Command("symbol: GOOG", "cobol")))
                .isEqualTo(new ExportStrategy.Outcome.UnknownFormat("cobol", List.of("python")));
    }

    @Test
    void whatTheOtherEngineCannotDoIsTold() {
        var use = new ExportStrategy(COMPILER, List.of(export(new StrategyExport.Exported.Refused(List.of(ERROR)))));
        assertThat(use.handle(new ExportStrategy.Command("symbol: GOOG", "python")))
                .isEqualTo(new ExportStrategy.Outcome.Wrong(List.of(ERROR)));
    }

    @Test
    void aStrategyIsBacktestedElsewhere() {
        var command = new BacktestOutside.Command("symbol: GOOG", "other");
        assertThat(outside(() -> new OutsideEngine.Ran.Finished(Map.of("Sharpe Ratio", "1")))
                        .handle(command))
                .isEqualTo(new BacktestOutside.Outcome.Finished(Map.of("Sharpe Ratio", "1")));
        assertThat(outside(() -> new OutsideEngine.Ran.Failed(List.of(ERROR))).handle(command))
                .isEqualTo(new BacktestOutside.Outcome.Wrong(List.of(ERROR)));
        assertThat(outside(() -> new OutsideEngine.Ran.NotInstalled("not here")).handle(command))
                .isEqualTo(new BacktestOutside.Outcome.NotInstalled("not here"));
        assertThat(outside(() -> new OutsideEngine.Ran.NotInstalled("not here"))
                        .handle(new BacktestOutside.Command("symbol: GOOG", "none")))
                .isEqualTo(new BacktestOutside.Outcome.UnknownEngine("none", List.of("other")));
        assertThat(outside(() -> new OutsideEngine.Ran.NotInstalled("not here"))
                        .handle(new BacktestOutside.Command("hello", "other")))
                .isEqualTo(new BacktestOutside.Outcome.Wrong(List.of(ERROR)));
    }

    @Test
    void anInterruptCancels() {
        BacktestOutside interrupted = outside(() -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> interrupted.handle(new BacktestOutside.Command("symbol: GOOG", "other")))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
