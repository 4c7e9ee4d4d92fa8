package io.hexagent.presentation.cli;

import io.hexagent.application.document.ListDocuments;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.DocumentShapes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists documents. */
@Command(
        name = "documents",
        description = "Lists the documents that can be searched; adds, removes and searches them.",
        mixinStandardHelpOptions = true)
final class DocumentsCommand implements Callable<Integer> {
    private static final int MOST = 200;
    private static final int ID_WIDTH = 34;
    private static final int COUNT_WIDTH = 10;
    private static final int LEAST_NAME = 20;

    private final Surroundings around;
    private final Style style;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many documents to show (${DEFAULT-VALUE}; at most 200).")
    private int limit = 50;

    DocumentsCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw Failure.unusable("usage", "--limit " + limit + " is not from 1 to " + MOST);
        }
        try (Hexagent hexagent = Cli.open(around)) {
            List<Document> documents =
                    hexagent.listDocuments().handle(new ListDocuments.Command(Principal.LOCAL, limit, 0));
            if (json) {
                around.out()
                        .println(hexagent.json()
                                .write(Value.fields()
                                        .put(
                                                "documents",
                                                Value.items(documents.stream()
                                                        .map(DocumentShapes::document)
                                                        .toList()))
                                        .build()));
            } else {
                show(documents);
            }
        }
        return Exit.OK;
    }

    private void show(List<Document> documents) {
        if (documents.isEmpty()) {
            around.out().println("No documents yet. Add one: hexagent documents add FILE");
            return;
        }
        around.out()
                .println(style.bold(Text.padded("DOCUMENT", ID_WIDTH, false)
                        + Text.padded("PASSAGES", COUNT_WIDTH, true) + "  NAME"));
        for (Document document : documents) {
            around.out()
                    .println(Text.padded(document.id().value(), ID_WIDTH, false)
                            + Text.padded(Integer.toString(document.passages()), COUNT_WIDTH, true)
                            + "  "
                            + Text.cut(
                                    Text.oneLine(document.name()),
                                    Math.max(LEAST_NAME, around.columns() - ID_WIDTH - COUNT_WIDTH - 2)));
        }
    }

    /** @throws Failure for what cannot be an id at all */
    static DocumentId document(String text) {
        try {
            return new DocumentId(text);
        } catch (IllegalArgumentException impossible) {
            throw unknown(text);
        }
    }

    static Failure unknown(String id) {
        return Failure.unusable(
                "unknown_document", "there is no document \"" + id + "\"; hexagent documents lists them");
    }
}
