package io.hexagent.infrastructure.store;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Signals on their way to other processes: only the newest of each kind and run, as short texts, one signal a line. For
 * one thread at a time.
 */
public final class SignalText {
    private final SequencedSet<Signal.Begun> begun = new LinkedHashSet<>();
    private final SequencedMap<RunId, Long> appended = new LinkedHashMap<>();
    private final SequencedMap<RunId, Long> taken = new LinkedHashMap<>();
    private final SequencedSet<RunId> wrote = new LinkedHashSet<>();
    private final SequencedSet<OwnerId> tools = new LinkedHashSet<>();
    private final int longest;
    private boolean queued;

    /** @param longest the most characters of one text */
    public SignalText(int longest) {
        this.longest = longest;
    }

    public void add(Signal signal) {
        switch (signal) {
            case Signal.Queued ignored -> queued = true;
            case Signal.Begun one -> begun.add(one);
            case Signal.Appended(RunId run, long seq) -> appended.merge(run, seq, Math::max);
            case Signal.Taken(RunId run, long epoch) -> taken.merge(run, epoch, Math::max);
            case Signal.Wrote(RunId run) -> wrote.add(run);
            case Signal.ToolsChanged(OwnerId owner) -> tools.add(owner);
        }
    }

    /** How many signals it holds. */
    public int size() {
        return begun.size() + appended.size() + taken.size() + wrote.size() + tools.size() + (queued ? 1 : 0);
    }

    /** Takes all signals out, as texts that start with the sender's name. */
    public List<String> take(String sender) {
        var lines = new ArrayList<String>();
        begun.forEach(one -> lines.add("b " + plain(one.owner().value()) + ' '
                + plain(one.conversation().value()) + ' ' + plain(one.run().value())));
        appended.forEach((run, seq) -> lines.add("a " + plain(run.value()) + ' ' + seq));
        taken.forEach((run, epoch) -> lines.add("t " + plain(run.value()) + ' ' + epoch));
        wrote.forEach(run -> lines.add("w " + plain(run.value())));
        tools.forEach(owner -> lines.add("o " + plain(owner.value())));
        if (queued) {
            lines.add("q");
        }
        clear();
        var texts = new ArrayList<String>();
        var text = new StringBuilder(sender);
        for (String line : lines) {
            if (text.length() + 1 + line.length() > longest) {
                texts.add(text.toString());
                text = new StringBuilder(sender);
            }
            text.append('\n').append(line);
        }
        texts.add(text.toString());
        return texts;
    }

    public void clear() {
        begun.clear();
        appended.clear();
        taken.clear();
        wrote.clear();
        tools.clear();
        queued = false;
    }

    /** Who sent a text. */
    public static String sender(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The signals of a text; lines of a kind that is not known, as a newer program may send, are left out. */
    public static List<Signal> read(String text) {
        return text.lines()
                .skip(1)
                .map(SignalText::signal)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Signal> signal(String line) {
        String[] parts = line.split(" ", -1);
        return switch (parts[0] + parts.length) {
            case "q1" -> Optional.of(new Signal.Queued());
            case "b4" ->
                Optional.of(new Signal.Begun(
                        new OwnerId(decoded(parts[1])), new ConversationId(decoded(parts[2])), run(parts[3])));
            case "a3" -> Optional.of(new Signal.Appended(run(parts[1]), Long.parseLong(parts[2])));
            case "t3" -> Optional.of(new Signal.Taken(run(parts[1]), Long.parseLong(parts[2])));
            case "w2" -> Optional.of(new Signal.Wrote(run(parts[1])));
            case "o2" -> Optional.of(new Signal.ToolsChanged(new OwnerId(decoded(parts[1]))));
            default -> Optional.empty();
        };
    }

    private static RunId run(String text) {
        return new RunId(decoded(text));
    }

    private static String plain(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
