package io.hexagent.application.run.follow;

import io.hexagent.application.run.RunListener;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the runs at work in this process and keeps the texts of their replies for those who follow. Safe for use
 * by many threads.
 */
final class LiveText implements RunListener {
    private static final long SAVE_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long FORGOTTEN = Duration.ofMinutes(5).toNanos();

    private final Map<RunId, RunText> texts = new ConcurrentHashMap<>();
    private final PartialReplies others;
    private final Consumer<RunId> wrote;

    /** @param wrote told of each run whose text has changed; must not block */
    LiveText(PartialReplies others, Consumer<RunId> wrote) {
        this.others = others;
        this.wrote = wrote;
    }

    @Override
    public void event(RunId run, long seq, RunEvent event) {
        if (event.type().isTerminal()) {
            texts.computeIfPresent(run, (id, text) -> text.end() ? null : text);
        } else {
            of(run).reached(seq);
        }
    }

    @Override
    public void delta(RunId run, Delta delta) {
        @Nullable RunText text = texts.get(run);
        if (text == null) {
            return;
        }
        switch (delta) {
            case Delta.Text more -> text.append(more.text());
            case Delta.Restarted anew -> text.restart();
        }
        wrote.accept(run);
        save(run, text);
    }

    /** The text of a run, whether or not it is written here, for a feed that will {@link #leave} it. */
    RunText join(RunId run) {
        return texts.compute(run, (id, known) -> {
            RunText text = known == null ? new RunText() : known;
            text.join();
            return text;
        });
    }

    /** Ends what {@link #join} began. */
    void leave(RunId run) {
        texts.computeIfPresent(run, (id, text) -> text.leave() ? null : text);
    }

    private RunText of(RunId run) {
        return texts.computeIfAbsent(run, id -> new RunText());
    }

    /** What is known of a run that another process writes. @return whether it is news */
    boolean look(RunId run) {
        @Nullable RunText text = texts.get(run);
        return text != null
                && !text.isWrittenHere()
                && others.find(run).map(text::adopt).orElse(false);
    }

    /** Saves what was not saved, and forgets what nobody writes or reads any more. */
    void tidy() {
        texts.forEach(this::save);
        texts.entrySet().removeIf(entry -> entry.getValue().isForgotten(FORGOTTEN));
    }

    private void save(RunId run, RunText text) {
        text.toSave(SAVE_PAUSE).ifPresent(partial -> others.put(run, partial));
    }
}
