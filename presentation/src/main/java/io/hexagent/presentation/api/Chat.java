package io.hexagent.presentation.api;

import io.hexagent.application.access.AdmitRequest;
import io.hexagent.application.run.AnswerRequest;
import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FeedItem.Happened;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.stream.FrameStream;
import io.hexagent.presentation.wire.SocketFrames;
import io.micronaut.http.HttpStatus;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's chat: many messages, one run at a time, in one thread. Messages are worked on one after the other on
 * a thread that may wait; what cannot be done is told in a frame. Safe for use by many threads.
 */
final class Chat {
    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    /** So many messages may wait for the one that is worked on. */
    private static final int MOST_WAITING = 32;

    private final Hexagent hexagent;
    private final RunStarts starts;
    private final String address;
    private final FrameStream out;
    private final SocketFrames frames;
    private final FeedItem.Renderer shared;
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private boolean working;
    private Optional<ConversationId> thread = Optional.empty();
    private @Nullable RunId run;
    private boolean closed;

    /** @param address from where the client comes */
    Chat(Hexagent hexagent, RunStarts starts, String address, FrameStream out) {
        this.hexagent = hexagent;
        this.address = address;
        this.starts = starts;
        this.out = out;
        this.frames = new SocketFrames(hexagent.json());
        this.shared = frames::shared;
    }

    /** A message has come. Does not wait. */
    void take(String text) {
        enqueue(() -> handle(text));
    }

    /** Something has come that is no message. */
    void refuse(Problem problem) {
        enqueue(() -> tell(problem));
    }

    /** The connection is gone. The run goes on, unless the settings say otherwise. */
    void close() {
        RunId left;
        synchronized (this) {
            closed = true;
            left = run;
        }
        out.close();
        if (left != null && hexagent.settings().streams().onDisconnect().equals("cancel")) {
            enqueue(() -> cancelled(left));
        }
    }

    private synchronized void enqueue(Runnable task) {
        if (inbox.size() >= MOST_WAITING && !closed) {
            tell(Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS, "too_many_messages", "messages come faster than they can be taken"));
            return;
        }
        inbox.add(task);
        if (!working) {
            working = true;
            Thread.ofVirtual().name("chat").start(this::work);
        }
    }

    private void work() {
        for (Optional<Runnable> task = next(); task.isPresent(); task = next()) {
            try {
                task.get().run();
            } catch (Problem problem) {
                tell(problem);
            } catch (RuntimeException problem) {
                tell(Failures.told("a message over a WebSocket", problem));
            }
        }
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> task = Optional.ofNullable(inbox.poll());
        working = task.isPresent();
        return task;
    }

    private void handle(String text) {
        switch (hexagent.admitRequest().handle(new AdmitRequest.Command(Principal.LOCAL, address))) {
            case AdmitRequest.Outcome.Admitted admitted -> {}
            case AdmitRequest.Outcome.TooMany tooMany -> throw Crowd.tooMany(tooMany);
        }
        Asked asked;
        try {
            asked = new Asked(hexagent.json().readFields(text));
        } catch (Json.MalformedJson wrong) {
            throw Problem.malformed(wrong.getMessage());
        }
        String type = asked.optionalText("type").orElse("message");
        switch (type) {
            case "message" -> begin(asked);
            case "cancel" -> cancel(asked);
            case "resume" -> resume(asked);
            case "ping" -> {
                asked.check();
                out.answer(frames.pong());
            }
            default ->
                throw Problem.invalid("type", "type \"" + shown(type) + "\" not in [message, cancel, resume, ping]");
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private void begin(Asked asked) {
        RunStarts.Message message = RunStarts.Message.read(hexagent, asked, thread);
        asked.check();
        Optional<RunId> busy = current();
        if (busy.isPresent()) {
            throw Problem.of(
                            HttpStatus.CONFLICT,
                            "busy",
                            "run " + busy.get() + " of this connection has not ended; wait for it or send"
                                    + " {\"type\":\"cancel\"}")
                    .with("run_id", Value.of(busy.get().value()));
        }
        follow(starts.start(message, Optional.empty()).run());
    }

    private void follow(RunId begun) {
        FollowRun.Outcome.Ready ready = starts.follow(begun, false);
        synchronized (this) {
            run = begun;
            thread = Optional.of(ready.run().conversation());
        }
        out.follow(ready.opening(), new Telling());
    }

    private void cancel(Asked asked) {
        Optional<RunId> named = asked.optionalId("run_id").map(RunId::new);
        asked.check();
        cancelled(named.or(this::current)
                .orElseThrow(() -> Problem.of(
                        HttpStatus.CONFLICT, "no_run", "no run of this connection is at work; name one in run_id")));
    }

    private void cancelled(RunId id) {
        switch (hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, id))) {
            // The end of the run is told as its event.
            case CancelRun.Outcome.Cancelled cancelled -> LOG.debug("run {} was cancelled", id);
            case CancelRun.Outcome.EndedBefore before -> LOG.debug("run {} had ended", id);
            case CancelRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id.value());
        }
    }

    private void resume(Asked asked) {
        Optional<RunId> named = asked.optionalId("run_id").map(RunId::new);
        Decisions.Given given = Decisions.read(asked);
        RunId id = named.or(this::current)
                .orElseThrow(() -> Problem.of(
                        HttpStatus.CONFLICT, "no_run", "no run of this connection waits; name one in run_id"));
        var command = new AnswerRequest.Command(
                Principal.LOCAL, id, given.request(), given.decision(), given.content(), given.paramsHash());
        switch (hexagent.answerRequest().handle(command)) {
            case AnswerRequest.Outcome.Resumed resumed -> {
                if (current().filter(id::equals).isEmpty()) {
                    // A run of an earlier connection: this one is told all of it.
                    follow(id);
                }
            }
            case AnswerRequest.Outcome.NotWaiting not ->
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "not_waiting",
                        "run " + id + " is " + not.run().status().wire() + " and waits for no such decision");
            case AnswerRequest.Outcome.Changed changed ->
                throw Problem.of(HttpStatus.CONFLICT, "params_changed", changed.message());
            case AnswerRequest.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
            case AnswerRequest.Outcome.Unknown unknown -> throw Problem.notFound("run", id.value());
        }
    }

    private synchronized Optional<RunId> current() {
        return Optional.ofNullable(run);
    }

    private synchronized void ended(RunId id) {
        if (id.equals(run)) {
            run = null;
        }
    }

    private void tell(Problem problem) {
        out.answer(frames.error(problem.body()));
    }

    /** The frames of one run: its steps are counted, and its answer is told again at the end. */
    private final class Telling implements FrameStream.Told {
        private int steps;
        private Optional<String> response = Optional.empty();

        @Override
        public byte[] apply(FeedItem item) {
            if (!(item instanceof Happened happened)) {
                return item.rendered(shared);
            }
            RunEvent event = happened.event().event();
            if (event instanceof RunEvent.AgentResponse answer) {
                response = Optional.of(answer.content());
            }
            if (event.type().isTerminal()) {
                // Before it is told: the client may send its next message at once.
                ended(happened.run().id());
                return frames.done(happened, response);
            }
            return SocketFrames.isStep(item) ? frames.step(happened, steps++) : item.rendered(shared);
        }
    }
}
