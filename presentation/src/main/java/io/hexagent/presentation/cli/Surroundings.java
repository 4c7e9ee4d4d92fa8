package io.hexagent.presentation.cli;

import io.hexagent.config.Hexagent;
import io.hexagent.config.HexagentBuilder;
import io.hexagent.config.Settings;
import io.hexagent.config.SettingsReader;
import io.hexagent.presentation.LogSetup;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;

/**
 * What a command finds around it.
 *
 * @param err where messages go; progress too, when it is a terminal
 * @param errIsTerminal whether a person watches {@code err}
 * @param colour whether {@code out} takes colours
 * @param columns the width of the terminal, in characters
 * @param settings reads the settings, those given by name first
 * @param program the program, to be opened by commands that need it
 */
public record Surroundings(
        PrintStream out,
        PrintStream err,
        boolean errIsTerminal,
        boolean colour,
        int columns,
        ZoneId zone,
        Function<Map<String, String>, Settings> settings,
        Function<Settings, HexagentBuilder> program) {
    /** The width of a page when there is no terminal. */
    public static final int DEFAULT_COLUMNS = 120;

    private static final int NARROWEST = 40;

    /**
     * Those of this process. The launcher says what is a terminal, since Java tells it differently from version to
     * version.
     */
    public static Surroundings ofProcess() {
        return new Surroundings(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("hexagent.terminal.err"),
                Boolean.getBoolean("hexagent.terminal.colour"),
                Math.max(NARROWEST, Integer.getInteger("hexagent.terminal.columns", DEFAULT_COLUMNS)),
                ZoneId.systemDefault(),
                over -> SettingsReader.ofEnvironment(over).read(),
                Hexagent::builder);
    }

    /**
     * Opens the program for one command, which takes nobody else's runs and is asked for no metrics. The caller closes
     * it.
     */
    Hexagent open(Settings settings) {
        LogSetup.apply(settings.log());
        return program.apply(settings).withoutWorker().withoutMetrics().open();
    }

    /** Opens the program for one command that keeps nothing: no database is started. The caller closes it. */
    Hexagent openWithoutStorage(Settings settings) {
        LogSetup.apply(settings.log());
        return program.apply(settings)
                .inMemory()
                .withoutWorker()
                .withoutMetrics()
                .open();
    }

    /** Opens the program as a server, with what its role is. The caller closes it. */
    Hexagent serve(Settings settings) {
        LogSetup.apply(settings.log());
        return program.apply(settings).open();
    }
}
