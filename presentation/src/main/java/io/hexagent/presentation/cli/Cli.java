package io.hexagent.presentation.cli;

import io.hexagent.config.Hexagent;
import io.hexagent.config.InvalidSetting;
import io.hexagent.config.StartFailure;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.presentation.LogSetup;
import io.hexagent.presentation.Version;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command line: reads the arguments, runs one command and turns whatever happens into a line and an exit code. */
@Command(
        name = Version.NAME,
        description = "Answers questions about data with calculations instead of guesses.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hexagent analyze sales.csv \"What is the average price by region?\"",
            "  hexagent analyze sales.csv \"Plot the trend of revenue by month\" --out charts",
            "  hexagent backtest strategy.yaml --data prices.csv",
            "  hexagent serve --port 8000",
            "",
            "Settings are read from the environment, ./.env and hexagent.properties in the data",
            "directory (HEXAGENT_HOME, by default .hexagent in your home). Without a language",
            "model's key the offline provider answers.",
            "Exit codes: 0 answered, 3 not answerable or a question back, 2 wrong usage or unusable",
            "input, 1 failed."
        })
public final class Cli implements Runnable {
    private static final int WIDTH = 100;

    /** Help is not laid out in less, however narrow the terminal. */
    private static final int LEAST_WIDTH = 55;

    private final Surroundings around;

    private Cli(Surroundings around) {
        this.around = around;
    }

    /** Runs the command that the arguments name and gives its exit code. */
    public static int run(Surroundings around, String... arguments) {
        var json = new JsonFlag(Arrays.asList(arguments).contains("--json"));
        var line = new CommandLine(new Cli(around))
                .addSubcommand("analyze", new AnalyzeCommand(around))
                .addSubcommand(
                        "runs",
                        new CommandLine(new RunsCommand(around))
                                .addSubcommand("cancel", new CancelRunCommand(around))
                                .addSubcommand("resume", new ResumeRunCommand(around))
                                .addSubcommand("replay", new ReplayRunCommand(around)))
                .addSubcommand(
                        "threads",
                        new CommandLine(new ThreadsCommand(around))
                                .addSubcommand("delete", new DeleteThreadCommand(around)))
                .addSubcommand(
                        "documents",
                        new CommandLine(new DocumentsCommand(around))
                                .addSubcommand("add", new AddDocumentsCommand(around))
                                .addSubcommand("remove", new RemoveDocumentCommand(around))
                                .addSubcommand("search", new SearchDocumentsCommand(around)))
                .addSubcommand("backtest", new BacktestCommand(around))
                .addSubcommand("tools", new ToolsCommand(around))
                .addSubcommand("serve", new ServeCommand(around))
                .addSubcommand("doctor", new DoctorCommand(around))
                .addSubcommand("help", new CommandLine.HelpCommand())
                .setUsageHelpWidth(Math.clamp(around.columns(), LEAST_WIDTH, WIDTH))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        around.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setOut(writer(around.out()))
                .setErr(writer(around.err()))
                .setParameterExceptionHandler((problem, given) -> wrongUsage(around, json, problem))
                .setExecutionExceptionHandler((problem, command, parsed) -> failed(around, json, problem));
        tellVersion(line);
        try {
            return line.execute(arguments);
        } finally {
            around.out().flush();
        }
    }

    private static void tellVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(() -> new String[] {Version.NAME + " " + Version.number()});
        line.getSubcommands().values().forEach(Cli::tellVersion);
    }

    /** Whether messages go out as JSON too. */
    private record JsonFlag(boolean asked) {}

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Every command has it. */
    @CommandLine.Option(
            names = {"-v", "--verbose"},
            scope = CommandLine.ScopeType.INHERIT,
            description = "Log details to stderr.")
    void verbose(boolean on) {
        if (on) {
            LogSetup.verbose();
        }
    }

    /** Without a command there is only help to give. */
    @Override
    public void run() {
        spec.commandLine().usage(around.out());
    }

    /** Opens the program. The caller closes it. */
    static Hexagent open(Surroundings around) {
        return around.open(around.settings().apply(Map.of()));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int wrongUsage(Surroundings around, JsonFlag json, ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String first = String.valueOf(problem.getMessage()).lines().findFirst().orElse("wrong usage");
        return say(around, json, Exit.UNUSABLE, "usage", first + "; see " + command + " --help");
    }

    private static int failed(Surroundings around, JsonFlag json, Exception problem) {
        return switch (problem) {
            case Failure failure -> say(around, json, failure.exit(), failure.code(), failure.getMessage());
            case InvalidSetting invalid -> say(around, json, Exit.UNUSABLE, "invalid_setting", invalid.getMessage());
            case StartFailure failure -> {
                LoggerFactory.getLogger(Cli.class).debug("start failed", failure);
                yield say(around, json, Exit.FAILED, "start_failed", failure.getMessage());
            }
            case RunEvents.LogUnavailable lost -> {
                LoggerFactory.getLogger(Cli.class).debug("log unavailable", lost);
                yield say(
                        around,
                        json,
                        Exit.FAILED,
                        "database_unavailable",
                        "the database does not answer; hexagent doctor says more");
            }
            case CancellationException stopped -> say(around, json, Exit.FAILED, "cancelled", "stopped");
            default -> {
                LoggerFactory.getLogger(Cli.class).debug("unexpected", problem);
                yield say(
                        around,
                        json,
                        Exit.FAILED,
                        "internal",
                        "something went wrong that should not; run it again with --verbose for the details");
            }
        };
    }

    private static int say(Surroundings around, JsonFlag json, int exit, String code, String message) {
        around.err().println(Version.NAME + ": " + Text.oneLine(message));
        if (json.asked()) {
            around.out().println(ErrorJson.of(code, message));
        }
        return exit;
    }
}
