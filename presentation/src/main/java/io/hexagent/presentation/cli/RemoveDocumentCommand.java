package io.hexagent.presentation.cli;

import io.hexagent.application.document.DeleteDocument;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a document. */
@Command(name = "remove", description = "Removes a document.", mixinStandardHelpOptions = true)
final class RemoveDocumentCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "ID", description = "The document's id.")
    private String id = "";

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    RemoveDocumentCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Hexagent hexagent = Cli.open(around)) {
            switch (hexagent.deleteDocument()
                    .handle(new DeleteDocument.Command(Principal.LOCAL, DocumentsCommand.document(id)))) {
                case DeleteDocument.Outcome.Deleted deleted ->
                    around.out()
                            .println(
                                    json
                                            ? hexagent.json()
                                                    .write(Value.fields()
                                                            .put("removed", id)
                                                            .build())
                                            : "Removed.");
                case DeleteDocument.Outcome.Unknown unknown -> throw DocumentsCommand.unknown(id);
            }
        }
        return Exit.OK;
    }
}
