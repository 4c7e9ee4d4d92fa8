package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is told to stop while it starts for the first time leaves no database behind. */
class FirstStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** How far the start is. */
    enum Stage {
        UNPACKING(directory -> Files.exists(directory.resolve("server.unpacking"))),
        CREATING(directory -> Files.exists(directory.resolve("data.new"))),
        STARTING(directory -> Files.exists(directory.resolve("data/postmaster.pid")));

        private final Predicate<Path> reached;

        Stage(Predicate<Path> reached) {
            this.reached = reached;
        }
    }

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource
    void aStartThatIsToldToStopLeavesNoDatabaseBehind(Stage stage) throws IOException {
        Path directory = home.toRealPath();
        Path database = directory.resolve("postgres");
        try (Program program =
                Program.start("first-" + stage, directory, directory, Map.of("HEXAGENT_HOME", directory.toString()))) {
            Commands.await("the start is at " + stage, PATIENCE, () -> stage.reached.test(database));
            program.terminate();
            assertThat(program.awaitEnd(PATIENCE)).as(program.said()).isZero();
        } finally {
            List<ProcessHandle> left = left(directory);
            left.forEach(ProcessHandle::destroyForcibly);
            assertThat(left).as("processes of the database").isEmpty();
        }
    }

    /** The database's programs are unpacked into the home, so that nobody else's have this path. */
    private static List<ProcessHandle> left(Path directory) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info()
                            .command()
                            .filter(command -> command.startsWith(directory.toString()))
                            .isPresent())
                    .toList();
        }
    }
}
