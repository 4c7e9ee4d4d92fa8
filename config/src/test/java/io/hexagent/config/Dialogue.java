package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.strategy.session.FollowStrategySession;
import io.hexagent.application.strategy.session.InspectStrategySession;
import io.hexagent.application.strategy.session.SessionFeeds.SessionFeed;
import io.hexagent.application.strategy.session.StartStrategySession;
import io.hexagent.application.strategy.session.TellStrategySession;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySessions.Standing;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

/** One client of a strategy session, as a library talks to it. */
final class Dialogue implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Hexagent hexagent;
    private final ClientId client;
    private final SessionFeed feed;
    private final Queue<SessionMessage> pending = new ArrayDeque<>();

    Dialogue(Hexagent hexagent, String name) {
        this(hexagent, name, OptionalLong.empty());
    }

    Dialogue(Hexagent hexagent, String name, OptionalLong after) {
        this.hexagent = hexagent;
        this.client = new ClientId(name);
        assertThat(hexagent.startStrategySession().handle(new StartStrategySession.Command(Principal.LOCAL, client)))
                .isInstanceOf(StartStrategySession.Outcome.Ready.class);
        this.feed = hexagent.followStrategySession()
                .handle(new FollowStrategySession.Command(Principal.LOCAL, client, after))
                .orElseThrow()
                .feed();
    }

    ClientId client() {
        return client;
    }

    TellStrategySession.Outcome tell(String text) {
        return hexagent.tellStrategySession().handle(new TellStrategySession.Command(Principal.LOCAL, client, text));
    }

    /** Says it, and gives what is told up to the end of the answer. */
    Told say(String text) {
        assertThat(tell(text)).isInstanceOf(TellStrategySession.Outcome.Taken.class);
        return answer();
    }

    /** What is told up to the end of an answer. */
    Told answer() {
        var all = new ArrayList<SessionMessage>();
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (all.isEmpty() || !isEnd(all.getLast())) {
                assertThat(System.nanoTime()).as("no answer, only " + all).isLessThan(end);
                if (pending.isEmpty()) {
                    feed.next(Duration.ofMillis(200)).forEach(told -> pending.add(told.message()));
                } else {
                    all.add(pending.remove());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stop);
        }
        return new Told(List.copyOf(all));
    }

    private static boolean isEnd(SessionMessage message) {
        Value.Fields metadata = message.metadata();
        return message.kind() == SessionMessage.Kind.TEXT
                && (metadata.text("node").orElse("").equals("respond")
                        || metadata.has("code")
                        || metadata.has("feedback_intent"));
    }

    Standing standing() {
        return hexagent.inspectStrategySession()
                .handle(new InspectStrategySession.Command(Principal.LOCAL, client))
                .orElseThrow();
    }

    @Override
    public void close() {
        feed.close();
    }

    /** What was told. */
    record Told(List<SessionMessage> messages) {
        String text() {
            return messages.getLast().content();
        }

        /** The nodes that told how far they are, in order. */
        List<String> nodes() {
            return messages.stream()
                    .map(message -> message.metadata().text("node").orElse(""))
                    .distinct()
                    .toList();
        }

        List<String> kinds() {
            return messages.stream()
                    .filter(message ->
                            message.metadata().text("node").orElse("").equals("respond"))
                    .map(message -> message.kind().wire())
                    .toList();
        }

        SessionMessage of(SessionMessage.Kind kind) {
            return messages.stream()
                    .filter(message -> message.kind() == kind)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + kind + " among " + messages));
        }

        double metric(String name) {
            return of(SessionMessage.Kind.METRICS)
                    .metrics()
                    .orElseThrow()
                    .number(name)
                    .orElseThrow()
                    .doubleValue();
        }
    }
}
