package io.hexagent.presentation.cli;

import io.hexagent.application.conversation.InspectConversation;
import io.hexagent.application.conversation.ListConversations;
import io.hexagent.application.run.ReadMessages;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.ThreadShapes;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists conversations, or shows what was said in one. */
@Command(
        name = "threads",
        description = "Lists conversations, or shows what was said in one.",
        mixinStandardHelpOptions = true)
final class ThreadsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int ID_WIDTH = 34;
    private static final int STATUS_WIDTH = 16;

    private final Surroundings around;
    private final Style style;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A conversation's id.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many conversations, or messages, to show (${DEFAULT-VALUE}; at most 200).")
    private int limit = 20;

    ThreadsCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > ListConversations.MOST) {
            throw Failure.unusable("usage", "--limit " + limit + " is not from 1 to " + ListConversations.MOST);
        }
        try (Hexagent hexagent = Cli.open(around)) {
            if (id == null) {
                list(hexagent);
            } else {
                show(hexagent, id);
            }
        }
        return Exit.OK;
    }

    private void list(Hexagent hexagent) {
        Conversations.Page page =
                hexagent.listConversations().handle(new ListConversations.Command(Principal.LOCAL, limit, 0));
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(Value.fields()
                                    .put(
                                            "threads",
                                            Value.items(page.conversations().stream()
                                                    .map(ThreadShapes::thread)
                                                    .toList()))
                                    .put("total", page.total())
                                    .build()));
            return;
        }
        if (page.conversations().isEmpty()) {
            around.out().println("No conversations yet. Ask something: hexagent analyze FILE.csv \"…\"");
            return;
        }
        around.out()
                .println(style.bold(Text.padded("THREAD", ID_WIDTH, false) + Text.padded("LAST USED", 21, false)
                        + Text.padded("STATUS", STATUS_WIDTH, false) + "TITLE"));
        for (Conversations.Listed listed : page.conversations()) {
            var conversation = listed.conversation();
            String line = Text.padded(Text.oneLine(conversation.id().value()), ID_WIDTH, false)
                    + Text.padded(time(conversation.updatedAt()), 21, false);
            around.out()
                    .println(line
                            + status(listed)
                            + Text.cut(
                                    conversation.title(),
                                    Math.max(20, around.columns() - Text.width(line) - STATUS_WIDTH)));
        }
        if (page.total() > page.conversations().size()) {
            around.out()
                    .println(style.faint(
                            "… " + (page.total() - page.conversations().size()) + " more; --limit shows up to "
                                    + ListConversations.MOST));
        }
    }

    private void show(Hexagent hexagent, String wanted) {
        ConversationId thread = thread(wanted);
        Conversations.Listed listed = hexagent.inspectConversation()
                .handle(new InspectConversation.Command(Principal.LOCAL, thread))
                .orElseThrow(() -> unknown(wanted));
        List<ReadMessages.Said> messages = hexagent.readMessages()
                .handle(new ReadMessages.Command(Principal.LOCAL, thread, limit))
                .orElseThrow(() -> unknown(wanted));
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(ThreadShapes.thread(listed)
                                    .with(
                                            "messages",
                                            Value.items(messages.stream()
                                                    .map(ThreadShapes::message)
                                                    .toList()))));
            return;
        }
        around.out().println(style.bold(Text.oneLine(listed.conversation().title())));
        around.out()
                .println(style.faint(Text.oneLine(wanted) + "  ")
                        + status(listed).strip());
        for (ReadMessages.Said said : messages) {
            around.out().println();
            around.out().println(style.faint(time(said.at()) + "  " + said.role()));
            Text.clean(said.content()).lines().forEach(line -> around.out().println("  " + line));
        }
    }

    private String status(Conversations.Listed listed) {
        String padded = Text.padded(listed.status().wire(), STATUS_WIDTH, false);
        return switch (listed.status()) {
            case IDLE -> padded;
            case BUSY, AWAITING_INPUT -> style.yellow(padded);
        };
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(around.zone()));
    }

    /** @throws Failure for what cannot be an id at all */
    static ConversationId thread(String text) {
        try {
            return new ConversationId(text);
        } catch (IllegalArgumentException impossible) {
            throw unknown(text);
        }
    }

    static Failure unknown(String id) {
        return Failure.unusable(
                "unknown_thread", "there is no conversation \"" + id + "\"; hexagent threads lists them");
    }
}
