package io.hexagent.infrastructure.lean;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.OutsideEngine.Ran;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.infrastructure.json.JacksonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The runner against a script that takes the place of Lean's command line. */
@DisabledOnOs(OS.WINDOWS)
class LeanRunnerTest {
    @TempDir
    private Path workspace;

    private static final Strategy STRATEGY = new Strategy(
            new Symbol("GOOG"),
            Timeframe.ONE_DAY,
            Optional.empty(),
            Optional.empty(),
            Strategy.Terms.usual(),
            new Rule.Always(true),
            new Rule.Always(false),
            "symbol: GOOG\nentry: true\nexit: false\n");

    private LeanRunner runner(String script, Duration timeout) throws IOException {
        Path bin = Files.createDirectories(workspace.resolve("bin"));
        Path lean = Files.writeString(bin.resolve("lean"), "#!/bin/sh\n" + script);
        assertThat(Files.setPosixFilePermissions(lean, PosixFilePermissions.fromString("rwx------")))
                .exists();
        return runner("lean", "/nowhere::" + bin, timeout);
    }

    private LeanRunner runner(String command, String searched, Duration timeout) {
        return new LeanRunner(
                new LeanRunner.Options(command, searched, workspace, timeout, 10_000, 1_000_000),
                new LeanWriter(),
                new JacksonJson());
    }

    @Test
    void theStatisticsOfTheResultsAreRead() throws Exception {
        LeanRunner runner = runner("""
            [ "$1" = backtest ] && [ "$3" = --output ] || exit 9
            grep -q HexagentStrategy "$2/main.py" || exit 8
            grep -q Python "$2/config.json" || exit 7
            mkdir -p "$4"
            echo '{"charts":{"a":{"x":[1,2]}},"statistics":{"Total Orders":"3","Sharpe Ratio":"0.17"}}' > "$4/123.json"
            echo '{"charts":1}' > "$4/data-monitor-report.json"
            yes trace | head -c 100000
            """, Duration.ofSeconds(60));
        Ran ran = runner.run(STRATEGY);
        assertThat(ran).isInstanceOf(Ran.Finished.class);
        assertThat(((Ran.Finished) ran).statistics())
                .containsEntry("Total Orders", "3")
                .containsEntry("Sharpe Ratio", "0.17");
        try (Stream<Path> left = Files.list(workspace)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("bin");
        }
    }

    @Test
    void itsErrorsAreEnriched() throws Exception {
        Ran ran = runner(
                        "echo \"ERROR:: AttributeError : 'A' object has no attribute 'b'\"; exit 1",
                        Duration.ofSeconds(60))
                .run(STRATEGY);
        assertThat(ran).isInstanceOf(Ran.Failed.class);
        assertThat(((Ran.Failed) ran).errors().getFirst().code()).isEqualTo("unknown-field");
    }

    @Test
    @Timeout(60)
    void aRunThatDoesNotEndIsEnded() throws Exception {
        Ran ran = runner("sleep 300 & sleep 300", Duration.ofMillis(500)).run(STRATEGY);
        assertThat(ran).isInstanceOf(Ran.Failed.class);
        assertThat(((Ran.Failed) ran).errors().getFirst().message()).contains("did not end within");
    }

    @Test
    void withoutResultsItFailed() throws Exception {
        assertThat(runner("exit 0", Duration.ofSeconds(60)).run(STRATEGY)).isInstanceOf(Ran.Failed.class);
    }

    @Test
    void whereItIsNotInstalledItSaysSo() throws Exception {
        Ran ran = runner("no-such-lean", "/nowhere", Duration.ofSeconds(5)).run(STRATEGY);
        assertThat(ran).isInstanceOf(Ran.NotInstalled.class);
        assertThat(((Ran.NotInstalled) ran).message()).contains("not installed", "no-such-lean");
        assertThat(runner("/nowhere/lean", "", Duration.ofSeconds(5)).run(STRATEGY))
                .isInstanceOf(Ran.NotInstalled.class);
    }
}
