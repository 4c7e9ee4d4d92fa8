package io.hexagent.presentation.cli;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.config.Health;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.config.StartFailure;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Version;
import io.hexagent.presentation.wire.SystemShapes;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what is up, which providers are configured and where the data lies. */
@Command(
        name = "doctor",
        description = "Shows what is up, which providers are configured and where the data lies.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Surroundings around;
    private final Style style;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    DoctorCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        Settings settings = around.settings().apply(Map.of());
        if (!json) {
            line("Version", Version.number());
            line("Java", Runtime.version() + " (" + System.getProperty("java.home", "unknown") + ")");
            line("Data directory", settings.home().toString());
            line("Database", database(settings));
        }
        try (Hexagent hexagent = around.open(settings)) {
            return show(settings, hexagent);
        } catch (StartFailure failure) {
            if (json) {
                throw failure;
            }
            around.out().println();
            part(Health.Status.DOWN, "start", failure.getMessage());
            return Exit.FAILED;
        }
    }

    private int show(Settings settings, Hexagent hexagent) {
        Health health = hexagent.health();
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(SystemShapes.health(health)
                                    .with("java", Value.of(Runtime.version().toString()))
                                    .with("home", Value.of(settings.home().toString()))
                                    .with("database", Value.of(database(settings)))
                                    .with("models", SystemShapes.models(hexagent.models()))));
        } else {
            line(
                    "Answers",
                    health.provider() + " (" + health.model() + ")"
                            + (health.provider().equals("offline") ? ", without a language model" : ""));
            line(
                    "Models",
                    hexagent.models().offered().stream()
                            .map(ModelCatalog.Offered::name)
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")));
            around.out().println();
            int width = health.parts().stream()
                    .mapToInt(part -> Text.width(part.name()))
                    .max()
                    .orElse(0);
            health.parts().forEach(part -> part(part.status(), Text.padded(part.name(), width, false), part.detail()));
        }
        return health.isUp() ? Exit.OK : Exit.FAILED;
    }

    private static String database(Settings settings) {
        if (settings.storage().kind().equals("memory")) {
            return "memory (nothing is kept)";
        }
        return settings.storage().databaseUrl().isPresent()
                ? "the Postgres server of DATABASE_URL"
                : "embedded Postgres in the data directory";
    }

    private void line(String name, String text) {
        around.out().println(style.bold(Text.padded(name, 16, false)) + Text.oneLine(text));
    }

    private void part(Health.Status status, String name, String detail) {
        String word = Text.padded(status.name().toLowerCase(Locale.ROOT), 6, false);
        String coloured =
                switch (status) {
                    case UP -> style.green(word);
                    case DOWN -> style.red(word);
                    case OFF -> style.faint(word);
                };
        around.out().println(coloured + name + "  " + Text.oneLine(detail));
    }
}
