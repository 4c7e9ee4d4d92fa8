package io.hexagent.presentation.cli;

import io.hexagent.application.document.AddDocument;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.DocumentShapes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds documents. */
@Command(
        name = "add",
        description = "Adds documents: plain text, Markdown, HTML or PDF.",
        mixinStandardHelpOptions = true)
final class AddDocumentsCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to add.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    AddDocumentsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var added = new ArrayList<Value>();
        try (Hexagent hexagent = Cli.open(around)) {
            for (Path file : files) {
                Document document = added(hexagent, file);
                added.add(DocumentShapes.document(document));
                if (!json) {
                    around.out()
                            .println("Added " + Text.oneLine(document.name()) + ", " + document.passages()
                                    + (document.passages() == 1 ? " passage: " : " passages: ") + document.id());
                }
            }
            if (json) {
                around.out()
                        .println(hexagent.json()
                                .write(Value.fields()
                                        .put("documents", Value.items(added))
                                        .build()));
            }
        }
        return Exit.OK;
    }

    private Document added(Hexagent hexagent, Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.unusable("unusable_document_not_found", "there is no file " + file);
        }
        String name = String.valueOf(file.getFileName());
        try (InputStream bytes = Files.newInputStream(file)) {
            var command = new AddDocument.Command(
                    Principal.LOCAL, name, bytes, content -> Optional.empty(), (done, all) -> report(name, done, all));
            return switch (hexagent.addDocument().handle(command)) {
                case AddDocument.Outcome.Added one -> one.document();
                case AddDocument.Outcome.Unusable unusable ->
                    throw Failure.unusable(
                            "unusable_document_" + unusable.reason().name().toLowerCase(Locale.ROOT),
                            unusable.message());
                case AddDocument.Outcome.Repeated repeated -> throw new IllegalStateException("no key was given");
                case AddDocument.Outcome.KeyReused reused -> throw new IllegalStateException("no key was given");
            };
        } catch (IOException problem) {
            throw Failure.unusable("unusable_document_not_readable", file + " cannot be read");
        }
    }

    /** One line that is written over, for a person who watches. */
    private void report(String name, int done, int all) {
        if (around.errIsTerminal()) {
            around.err().print("\r\033[K" + (done == all ? "" : Text.oneLine(name) + ": " + done + " of " + all));
            around.err().flush();
        }
    }
}
