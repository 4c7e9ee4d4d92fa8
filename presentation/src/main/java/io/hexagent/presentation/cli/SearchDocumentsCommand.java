package io.hexagent.presentation.cli;

import io.hexagent.application.document.SearchDocuments;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.DocumentShapes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches documents. */
@Command(name = "search", description = "Finds passages in documents.", mixinStandardHelpOptions = true)
final class SearchDocumentsCommand implements Callable<Integer> {
    private final Surroundings around;
    private final Style style;

    @Parameters(paramLabel = "QUERY", description = "A question or keywords.")
    private String query = "";

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many passages to show (${DEFAULT-VALUE}; at most 50).")
    private int limit = SearchDocuments.USUAL;

    SearchDocumentsCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > SearchDocuments.MOST) {
            throw Failure.unusable("usage", "--limit " + limit + " is not from 1 to " + SearchDocuments.MOST);
        }
        try (Hexagent hexagent = Cli.open(around)) {
            var command = new SearchDocuments.Command(Principal.LOCAL, query, List.of(), Ranking.HYBRID, limit);
            switch (hexagent.searchDocuments().handle(command)) {
                case SearchDocuments.Outcome.Found found -> show(hexagent, found.matches());
                case SearchDocuments.Outcome.Unusable unusable -> throw Failure.unusable("usage", unusable.message());
            }
        }
        return Exit.OK;
    }

    private void show(Hexagent hexagent, List<SearchDocuments.Match> matches) {
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(Value.fields()
                                    .put(
                                            "results",
                                            Value.items(matches.stream()
                                                    .map(DocumentShapes::match)
                                                    .toList()))
                                    .build()));
            return;
        }
        if (matches.isEmpty()) {
            around.out().println("Nothing was found.");
        }
        for (SearchDocuments.Match match : matches) {
            var passage = match.hit().passage();
            around.out()
                    .println(style.bold(Text.oneLine(match.document().name()))
                            + style.faint(String.format(
                                    Locale.ROOT,
                                    "  %s %d–%d  %.4f",
                                    passage.document(),
                                    passage.start(),
                                    passage.end(),
                                    match.hit().score())));
            Text.clean(passage.text()).lines().forEach(line -> around.out().println("  " + line));
            around.out().println();
        }
    }
}
