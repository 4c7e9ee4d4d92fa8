package io.hexagent.infrastructure.redis;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.redis.RedisLink.Line;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the state of threads in Redis, under the keys that programs of the same kind use: {@code thread:{id}:metadata},
 * {@code :stream}, {@code :runs} and {@code :run:{run}}, and {@code stream:{thread}:{run}} for each run alone. Each
 * process shows what it wrote to the log itself. An entry of a run's own stream has the event's number in its identity,
 * so that an event is shown once even when two processes try. Safe for use by many threads.
 */
final class RedisThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisThreads.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final int PAGE = 500;
    private static final int MOST_KNOWN = 20_000;

    /** Where to read of what is shown. */
    record Record(RunEvents log, Runs runs, Conversations conversations) {}

    private record Place(OwnerId owner, ConversationId conversation) {
        String text() {
            return conversation.value() + "\n" + owner.value();
        }

        static Optional<Place> of(String text) {
            int end = text.indexOf('\n');
            return end < 1
                    ? Optional.empty()
                    : Optional.of(new Place(
                            new OwnerId(text.substring(end + 1)), new ConversationId(text.substring(0, end))));
        }
    }

    private final RedisLink link;
    private final Record record;
    private final Json json;
    private final RedisOptions.Threads options;
    private final Consumer<RunId> ended;
    private final Turns turns = new Turns("redis-threads", PAUSE, this::show);

    // Both guarded by this.
    private final SequencedSet<RunId> changed = new LinkedHashSet<>();
    private final SequencedSet<RunId> begun = new LinkedHashSet<>();
    private final Map<RunId, Place> places = newest();
    // Both used by one thread alone.
    private final Map<RunId, Long> shown = newest();
    private int times;

    /** @param ended told of each run whose end was shown */
    RedisThreads(RedisLink link, Record record, Json json, RedisOptions.Threads options, Consumer<RunId> ended) {
        this.link = link;
        this.record = record;
        this.json = json;
        this.options = options;
        this.ended = ended;
    }

    private static <V> Map<RunId, V> newest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RunId, V> eldest) {
                return size() > MOST_KNOWN;
            }
        };
    }

    /** This process, or another one, has changed something: what is told of where a run belongs is kept. */
    synchronized void heard(Signal signal) {
        if (signal instanceof Signal.Begun one) {
            places.put(one.run(), new Place(one.owner(), one.conversation()));
        }
    }

    /** This process has changed something. Never blocks. */
    void changed(Signal signal) {
        switch (signal) {
            case Signal.Begun one -> {
                heard(one);
                add(begun, one.run());
            }
            case Signal.Appended(RunId run, long seq) -> add(changed, run);
            case Signal.Queued ignored -> {}
            case Signal.Taken ignored -> {}
            case Signal.Wrote ignored -> {}
            case Signal.ToolsChanged ignored -> {}
        }
    }

    private void add(SequencedSet<RunId> waiting, RunId run) {
        synchronized (this) {
            if (waiting.add(run) && waiting.size() > options.pendingRuns()) {
                LOG.debug("run {} is not shown in Redis: too many wait", waiting.removeFirst());
            }
        }
        turns.ask();
    }

    private void show() {
        Set<RunId> fresh;
        List<RunId> all;
        synchronized (this) {
            fresh = Set.copyOf(begun);
            changed.addAll(begun);
            all = List.copyOf(changed);
            begun.clear();
            changed.clear();
        }
        int now = link.times();
        if (now != times) {
            // Redis may have been away and forgotten everything: where it stands is asked again.
            times = now;
            shown.clear();
        }
        Optional<Line> line = link.batches();
        for (int i = 0; i < all.size(); i++) {
            RunId run = all.get(i);
            if (line.isEmpty() || !shown(line.get(), run, fresh.contains(run))) {
                shown.clear();
                again(fresh, all.subList(i, all.size()));
                return;
            }
        }
    }

    /** @return false when Redis does not answer */
    private boolean shown(Line line, RunId run, boolean isNew) {
        Optional<Place> place = place(run);
        return place.isEmpty() || show(line, run, place.get(), isNew);
    }

    /** Redis is away: whatever was not shown is tried later, as far as there is room for it. */
    private synchronized void again(Set<RunId> fresh, List<RunId> left) {
        for (RunId run : left) {
            SequencedSet<RunId> waiting = fresh.contains(run) ? begun : changed;
            if (waiting.size() < options.pendingRuns()) {
                waiting.add(run);
            }
        }
        CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                .execute(turns::ask);
    }

    private Optional<Place> place(RunId run) {
        Place known;
        synchronized (this) {
            known = places.get(run);
        }
        return Optional.ofNullable(known)
                .or(() -> link.commands()
                        .flatMap(commands -> link.answer(commands.get(placeKey(run))))
                        .flatMap(Place::of));
    }

    private boolean show(Line line, RunId run, Place place, boolean isNew) {
        if (isNew && !begin(line, run, place)) {
            return false;
        }
        long after = shown.containsKey(run) ? shown.get(run) : lastShown(run, place);
        boolean over = false;
        List<RecordedEvent> page;
        do {
            page = record.log().read(run, after, PAGE);
            if (!page.isEmpty()) {
                if (!add(line, place, page)) {
                    return false;
                }
                after = page.getLast().seq();
                over = page.getLast().event().type().isTerminal();
            }
        } while (page.size() == PAGE);
        if (over) {
            shown.remove(run);
            ended.accept(run);
        } else {
            shown.put(run, after);
        }
        return describe(line, run, place, after);
    }

    private boolean begin(Line line, RunId run, Place place) {
        var sent = new ArrayList<RedisFuture<?>>();
        sent.add(line.commands().set(placeKey(run), place.text()));
        sent.add(line.commands().pexpire(placeKey(run), options.ttl()));
        // Once, even when it is tried again.
        sent.add(line.commands().lrem(threadKey(place, "runs"), 0, run.value()));
        sent.add(line.commands().rpush(threadKey(place, "runs"), run.value()));
        return flushed(line, sent);
    }

    private long lastShown(RunId run, Place place) {
        return link.commands()
                .flatMap(commands ->
                        link.answer(commands.xrevrange(runStream(place, run), Range.unbounded(), Limit.create(0, 1))))
                .filter(last -> !last.isEmpty())
                .map(last -> last.getFirst().getId())
                .map(id -> Long.parseLong(id.substring(id.indexOf('-') + 1)))
                .orElse(0L);
    }

    private boolean add(Line line, Place place, List<RecordedEvent> page) {
        var bodies = new ArrayList<Map<String, String>>();
        var own = new ArrayList<RedisFuture<String>>();
        for (RecordedEvent event : page) {
            Map<String, String> body = body(event);
            bodies.add(body);
            own.add(line.commands()
                    .xadd(runStream(place, event.run()), bounded().id("0-" + event.seq()), body));
        }
        if (!flushed(line, own)) {
            return false;
        }
        var thread = new ArrayList<RedisFuture<?>>();
        for (int i = 0; i < own.size(); i++) {
            // Refused is what was shown before.
            if (own.get(i).getError() == null) {
                thread.add(line.commands().xadd(threadKey(place, "stream"), bounded(), bodies.get(i)));
            }
        }
        return flushed(line, thread);
    }

    private XAddArgs bounded() {
        return new XAddArgs().maxlen(options.events()).approximateTrimming();
    }

    private Map<String, String> body(RecordedEvent recorded) {
        var fields = Value.fields()
                .put("type", recorded.event().type().wire())
                .put("seq", recorded.seq())
                .put("run_id", recorded.run().value())
                .put("at", recorded.at().toString());
        EventFields.of(recorded.event()).fields().forEach(fields::put);
        return Map.of("type", recorded.event().type().wire(), "data", json.write(fields.build()));
    }

    private boolean describe(Line line, RunId id, Place place, long seq) {
        Optional<Run> found = record.runs().find(place.owner(), id);
        var sent = new ArrayList<RedisFuture<?>>();
        if (found.isPresent()) {
            String key = threadKey(place, "run:" + id.value());
            sent.add(line.commands().hset(key, fields(found.get(), seq)));
            sent.add(line.commands().pexpire(key, options.ttl()));
        }
        record.conversations()
                .look(place.owner(), place.conversation())
                .ifPresent(thread -> sent.add(line.commands().hset(threadKey(place, "metadata"), fields(thread))));
        for (String key : List.of(
                threadKey(place, "metadata"),
                threadKey(place, "stream"),
                threadKey(place, "runs"),
                runStream(place, id))) {
            sent.add(line.commands().pexpire(key, options.ttl()));
        }
        return flushed(line, sent);
    }

    private static Map<String, String> fields(Run run, long seq) {
        return Map.of(
                "id", run.id().value(),
                "thread_id", run.conversation().value(),
                "user_query", run.query(),
                "status", run.status().wire(),
                "agent", run.agent().value(),
                "model", run.model().toString(),
                "attempt", Integer.toString(run.attempt()),
                "last_seq", Long.toString(seq),
                "created_at", run.createdAt().toString());
    }

    private Map<String, String> fields(Conversations.Listed thread) {
        var conversation = thread.conversation();
        return Map.of(
                "id", conversation.id().value(),
                "user_id", conversation.owner().value(),
                "title", conversation.title(),
                "status", thread.status().wire(),
                "metadata", json.write(conversation.metadata()),
                "created_at", conversation.createdAt().toString(),
                "updated_at", conversation.updatedAt().toString());
    }

    /** Sends what was said on the line in one go. @return whether Redis has answered, if only with a refusal */
    private boolean flushed(Line line, List<? extends RedisFuture<?>> sent) {
        line.connection().flushCommands();
        return link.answered(sent) && sent.stream().allMatch(RedisThreads::isAnswer);
    }

    private static boolean isAnswer(RedisFuture<?> future) {
        return switch (future.toCompletableFuture().state()) {
            case SUCCESS -> true;
            case FAILED -> future.toCompletableFuture().exceptionNow() instanceof RedisCommandExecutionException;
            case CANCELLED, RUNNING -> false;
        };
    }

    private static String placeKey(RunId run) {
        return "hexagent:run:" + run.value();
    }

    private static String threadKey(Place place, String part) {
        return "thread:" + place.conversation().value() + ":" + part;
    }

    private static String runStream(Place place, RunId run) {
        return "stream:" + place.conversation().value() + ":" + run.value();
    }

    @Override
    public void close() {
        turns.close();
    }
}
