package io.hexagent.presentation.cli;

import io.hexagent.application.conversation.DeleteConversation;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a conversation with its runs. */
@Command(name = "delete", description = "Deletes a conversation with its runs.", mixinStandardHelpOptions = true)
final class DeleteThreadCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "ID", description = "The conversation's id.")
    private String id = "";

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    DeleteThreadCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Hexagent hexagent = Cli.open(around)) {
            switch (hexagent.deleteConversation()
                    .handle(new DeleteConversation.Command(Principal.LOCAL, ThreadsCommand.thread(id)))) {
                case DELETED ->
                    around.out()
                            .println(
                                    json
                                            ? hexagent.json()
                                                    .write(Value.fields()
                                                            .put("deleted", id)
                                                            .build())
                                            : "Deleted.");
                case UNKNOWN -> throw ThreadsCommand.unknown(id);
                case LIVE ->
                    throw Failure.unusable(
                            "thread_is_live",
                            "a run of it has not ended; hexagent runs lists it, hexagent runs cancel ID ends it");
            }
        }
        return Exit.OK;
    }
}
