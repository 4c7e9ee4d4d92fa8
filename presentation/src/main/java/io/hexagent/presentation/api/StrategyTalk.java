package io.hexagent.presentation.api;

import io.hexagent.application.access.AdmitRequest;
import io.hexagent.application.strategy.session.CancelStrategyWork;
import io.hexagent.application.strategy.session.FollowStrategySession;
import io.hexagent.application.strategy.session.FollowStrategySession.Following;
import io.hexagent.application.strategy.session.InspectStrategySession;
import io.hexagent.application.strategy.session.SessionFeeds.SessionFeed;
import io.hexagent.application.strategy.session.StartStrategySession;
import io.hexagent.application.strategy.session.TellStrategySession;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySessions.Standing;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.stream.FrameStream;
import io.hexagent.presentation.stream.Streams;
import io.hexagent.presentation.wire.SessionShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a strategy session. What comes in is handed to the session at once; what the session tells goes out
 * at the client's pace, one frame at a time. What cannot be done is told in a frame, and the session lives on. Safe for
 * use by many threads.
 */
final class StrategyTalk {
    private static final Logger LOG = LoggerFactory.getLogger(StrategyTalk.class);

    /** So many messages may wait for the one that is worked on. */
    private static final int MOST_WAITING = 32;

    /** While so many answers wait to be written, no further message is handled: a flood is answered as it is read. */
    private static final int MOST_ANSWERS = 64;

    /** A client that sends and reads no answers for so long is let go. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(30);

    private final Hexagent hexagent;
    private final Streams streams;
    private final String name;
    private final String address;
    private final Optional<String> lastId;
    private final FrameStream.Connection connection;
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MOST_ANSWERS);
    private final AtomicInteger leftOut = new AtomicInteger();
    private final Semaphore written = new Semaphore(0);
    private final Semaphore woken = new Semaphore(0);
    private boolean working;
    private volatile @Nullable ClientId client;
    private volatile @Nullable SessionFeed feed;
    private volatile boolean closed;

    StrategyTalk(
            Hexagent hexagent,
            Streams streams,
            String client,
            HttpRequest<?> request,
            FrameStream.Connection connection) {
        this.hexagent = hexagent;
        this.streams = streams;
        this.name = client;
        this.address = Crowd.address(request);
        this.lastId = Queries.text(request, "last_id");
        this.connection = connection;
    }

    /** Begins. Does not wait. */
    void open() {
        enqueue(this::begin);
    }

    /** A message has come. Does not wait. */
    void take(Pieces.Whole message) {
        switch (message) {
            case Pieces.Whole.Text(String text) -> enqueue(() -> handle(text));
            case Pieces.Whole.Wrong(Problem problem) -> enqueue(() -> tell(problem));
        }
    }

    /** The connection is gone; the session goes on. */
    void close() {
        closed = true;
        SessionFeed followed = feed;
        if (followed != null) {
            followed.close();
        }
        written.release();
        woken.release();
        room.release(MOST_ANSWERS);
    }

    private synchronized void enqueue(Runnable task) {
        if (inbox.size() >= MOST_WAITING) {
            // One frame tells of all since the last: a refusal of each would be a flood, too.
            leftOut.incrementAndGet();
            wake();
            return;
        }
        inbox.add(task);
        if (!working) {
            working = true;
            Thread.ofVirtual().name("strategy-talk").start(this::work);
        }
    }

    private void work() {
        for (Optional<Runnable> task = next(); task.isPresent(); task = next()) {
            try {
                task.get().run();
            } catch (Problem problem) {
                tell(problem);
            } catch (RuntimeException problem) {
                tell(Failures.told("a message to a strategy session", problem));
            }
        }
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> task = Optional.ofNullable(inbox.poll());
        working = task.isPresent();
        return task;
    }

    private void begin() {
        Thread.ofVirtual().name("strategy-telling").start(this::telling);
        ClientId id;
        try {
            id = new ClientId(name);
        } catch (IllegalArgumentException wrong) {
            tell(Problem.of(HttpStatus.BAD_REQUEST, "bad_client_id", String.valueOf(wrong.getMessage())));
            return;
        }
        OptionalLong after = OptionalLong.empty();
        if (lastId.isPresent()) {
            try {
                after = OptionalLong.of(Math.max(0, Long.parseLong(lastId.get())));
            } catch (NumberFormatException wrong) {
                tell(Problem.invalid("last_id", "last_id is the id of a message, a whole number"));
            }
        }
        follow(id, after);
    }

    private void follow(ClientId id, OptionalLong after) {
        switch (hexagent.startStrategySession().handle(new StartStrategySession.Command(Principal.LOCAL, id))) {
            case StartStrategySession.Outcome.Ready ready -> {}
            case StartStrategySession.Outcome.TooMany tooMany ->
                throw Problem.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too_many_sessions",
                        "there are " + tooMany.most() + " strategy sessions already (setting sessions.most); end some");
        }
        Following following = hexagent.followStrategySession()
                .handle(new FollowStrategySession.Command(Principal.LOCAL, id, after))
                .orElseThrow(() -> Problem.notFound("strategy session", id.value()));
        state(following.standing(), "session");
        if (following.others() > 0) {
            aside(
                    "The session " + id + " is open in another connection, too. Both are told everything, and both may"
                            + " speak.",
                    Value.fields().put("code", "client_id_in_use").put("connections", following.others() + 1));
        }
        SessionFeed before = feed;
        feed = following.feed();
        client = id;
        if (before != null) {
            before.close();
        }
        if (closed) {
            following.feed().close();
        }
        // Whoever waits without a feed looks again.
        woken.release();
    }

    private void handle(String text) {
        switch (hexagent.admitRequest().handle(new AdmitRequest.Command(Principal.LOCAL, address))) {
            case AdmitRequest.Outcome.Admitted admitted -> {}
            case AdmitRequest.Outcome.TooMany tooMany -> throw Crowd.tooMany(tooMany);
        }
        ClientId id = client;
        if (id == null) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "no_session",
                    "this connection has no session; connect to /ws/ and a client id");
        }
        Asked asked;
        try {
            asked = new Asked(hexagent.json().readFields(text));
        } catch (Json.MalformedJson wrong) {
            throw Problem.malformed(wrong.getMessage());
        }
        String type = asked.optionalText("type").orElse("chat");
        switch (type) {
            case "chat" -> {
                String content = asked.text("content");
                asked.check();
                chat(id, content, true);
            }
            case "cancel" -> {
                asked.check();
                if (!hexagent.cancelStrategyWork().handle(new CancelStrategyWork.Command(Principal.LOCAL, id))) {
                    throw Problem.of(HttpStatus.CONFLICT, "nothing_to_cancel", "no message is at work or waits");
                }
            }
            case "status" -> {
                asked.check();
                state(
                        hexagent.inspectStrategySession()
                                .handle(new InspectStrategySession.Command(Principal.LOCAL, id))
                                .orElseThrow(() -> Problem.notFound("strategy session", id.value())),
                        "status");
            }
            case "ping" -> {
                asked.check();
                aside("pong", Value.fields().put("code", "pong"));
            }
            default ->
                throw Problem.invalid(
                        "type",
                        "type \"" + (type.length() <= 40 ? type : type.substring(0, 40) + "…")
                                + "\" not in [chat, cancel, status, ping]");
        }
    }

    private void chat(ClientId id, String content, boolean mayBegin) {
        switch (hexagent.tellStrategySession().handle(new TellStrategySession.Command(Principal.LOCAL, id, content))) {
            case TellStrategySession.Outcome.Taken taken -> {
                if (taken.waiting() > 1) {
                    aside(
                            "Taken; " + (taken.waiting() - 1) + " before it.",
                            Value.fields().put("code", "queued").put("waiting", taken.waiting()));
                }
            }
            case TellStrategySession.Outcome.Full full ->
                throw Problem.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "queue_full",
                        full.most() + " messages wait already (setting sessions.queue); this one was left out");
            case TellStrategySession.Outcome.Invalid invalid -> throw Problem.invalid("content", invalid.message());
            case TellStrategySession.Outcome.Unknown unknown -> {
                // It was deleted meanwhile, by another door.
                if (!mayBegin) {
                    throw Problem.notFound("strategy session", id.value());
                }
                follow(id, OptionalLong.empty());
                chat(id, content, false);
            }
        }
    }

    private void state(Standing standing, String node) {
        Value.Fields state = SessionShapes.state(standing);
        String said = standing.waiting() > 0
                ? "At work."
                : switch (standing.session().state()) {
                    case NEW -> "Tell me a trading strategy, or say help.";
                    case AWAITING_FEEDBACK -> "It is your turn.";
                    case ENDED -> "The session was ended; your next message begins anew.";
                };
        aside(said, Value.fields().put("node", node).put("state", state));
    }

    private void tell(Problem problem) {
        aside(problem.getMessage(), metadata(problem));
    }

    private static Value.Builder metadata(Problem problem) {
        var metadata = Value.fields().put("error", true);
        problem.body().fields().forEach((name, value) -> {
            if (!name.equals("type") && !name.equals("title")) {
                metadata.put(name, value);
            }
        });
        return metadata;
    }

    /** Tells this connection alone. Waits while too many answers wait to be written. */
    private void aside(String content, Value.Builder metadata) {
        try {
            if (!room.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                connection.giveUp();
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return;
        }
        answers.add(bytes(SessionShapes.aside(content, metadata.build())));
        wake();
    }

    private void wake() {
        SessionFeed followed = feed;
        if (followed != null) {
            followed.wake();
        } else {
            woken.release();
        }
    }

    private byte[] bytes(Value.Fields frame) {
        return hexagent.json().write(frame).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends until the connection is gone, the next frame when the last one was written. */
    private void telling() {
        try {
            while (!closed) {
                sendAnswers();
                SessionFeed followed = feed;
                if (followed == null || followed.isClosed()) {
                    woken.acquire();
                } else {
                    for (SessionMessage.Told told : followed.next(LOOK)) {
                        sendAnswers();
                        send(bytes(SessionShapes.message(told)));
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException problem) {
            LOG.warn("a strategy session cannot be told any more; its connection is closed", problem);
            connection.giveUp();
        }
    }

    private void sendAnswers() throws InterruptedException {
        for (byte @Nullable [] answer = answers.poll(); answer != null && !closed; answer = answers.poll()) {
            room.release();
            send(answer);
        }
        int left = leftOut.getAndSet(0);
        if (left > 0) {
            Problem problem = Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too_many_messages",
                    "messages come faster than they can be taken; " + left + (left == 1 ? " was" : " were")
                            + " left out");
            send(bytes(SessionShapes.aside(
                    problem.getMessage(),
                    metadata(problem).put("left_out", left).build())));
        }
    }

    private void send(byte[] frame) throws InterruptedException {
        if (closed) {
            return;
        }
        written.drainPermits();
        streams.frameSent();
        connection.write(frame, written::release);
        written.acquire();
    }
}
