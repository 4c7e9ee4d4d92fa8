package io.hexagent.application.strategy.session;

import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySession.Said;
import io.hexagent.domain.strategy.StrategySession.State;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.strategy.StrategySessions.Claim;
import io.hexagent.domain.strategy.StrategySessions.Hold;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off what was said to sessions, one message of a session at a time, each on a virtual thread of its own. It
 * looks when this process takes a message, and now and then by itself: for those of other processes, and for sessions
 * whose worker was lost. Safe for use by many threads.
 */
public final class SessionWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWorker.class);
    private static final int RENEWALS = 3;

    private final StrategySessions sessions;
    private final SessionGraph graph;
    private final InstantSource clock;
    private final Options options;
    private final Semaphore places;
    private final Semaphore wake = new Semaphore(0);
    private final Map<Hold, Live> live = new ConcurrentHashMap<>();
    private final StrategySessions.Subscription subscription;
    private final Thread loop;
    private final Thread keeper;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean closing;

    private record Live(Work work, Thread thread) {
        /** Interrupts once: what is done to hand it back must not be interrupted as well. */
        void stop() {
            if (work.stop()) {
                thread.interrupt();
            }
        }
    }

    /**
     * @param worker the name of this process
     * @param works whether this process works on sessions at all
     * @param atOnce the most sessions at work
     * @param lease how long a session is held without being renewed
     * @param poll how often to look without being told
     * @param strikes how many workers may be lost over the same message
     * @param grace how long those at work may take at the end
     */
    public record Options(
            String worker, boolean works, int atOnce, Duration lease, Duration poll, int strikes, Duration grace) {}

    /** Begins to work at once. */
    public SessionWorker(StrategySessions sessions, SessionGraph graph, InstantSource clock, Options options) {
        this.sessions = sessions;
        this.graph = graph;
        this.clock = clock;
        this.options = options;
        this.places = new Semaphore(options.atOnce());
        this.subscription = sessions.subscribe(key -> wake.release());
        this.loop = Thread.ofPlatform().daemon().name("session-worker").unstarted(this::loop);
        this.keeper = Thread.ofPlatform().daemon().name("session-leases").unstarted(this::keep);
        if (options.works()) {
            loop.start();
            keeper.start();
        }
    }

    /** How many sessions are at work here. */
    public int busy() {
        return live.size();
    }

    private void loop() {
        boolean troubled = false;
        while (!closing) {
            try {
                take();
                troubled = false;
            } catch (RuntimeException problem) {
                if (!troubled && !closing) {
                    LOG.warn("no strategy sessions can be taken now; trying again", problem);
                }
                troubled = true;
            }
            try {
                if (wake.tryAcquire(options.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void take() {
        int free = places.availablePermits();
        if (free == 0 || closing) {
            return;
        }
        for (Claim claim : sessions.claim(options.worker(), options.lease(), free)) {
            places.acquireUninterruptibly();
            var work = new Work(sessions, clock, claim);
            Thread thread = Thread.ofVirtual()
                    .name("session-" + claim.hold().key().client())
                    .unstarted(() -> work(claim, work));
            var one = new Live(work, thread);
            live.put(claim.hold(), one);
            thread.start();
            if (closing) {
                one.stop();
            }
        }
    }

    private void work(Claim claim, Work work) {
        try {
            if (claim.attempt() > options.strikes()) {
                ended(
                        claim,
                        "Your message ended " + options.strikes()
                                + " workers in a row; it is left out. Say it differently, please.",
                        "worker_lost");
            } else {
                Talk talk = graph.run(Talk.of(claim.session(), claim.input().text()), work);
                saved(claim, changed(claim, talk, work.answer()), work.answer());
            }
        } catch (CancellationException stopped) {
            if (closing) {
                givenBack(claim);
            } else {
                LOG.info("the work on session {} was stopped", claim.hold().key());
            }
        } catch (LanguageModelException problem) {
            failed(
                    claim,
                    "The language model failed: " + problem.getMessage() + " ("
                            + problem.code().wire() + "). Nothing has changed; say it again, please.",
                    "model_failed");
        } catch (RuntimeException problem) {
            LOG.error(
                    "the message to session {} could not be worked on",
                    claim.hold().key(),
                    problem);
            failed(claim, "Something went wrong inside; the log has the details. Nothing has changed.", "internal");
        } finally {
            live.remove(claim.hold());
            places.release();
            wake.release();
        }
    }

    private void failed(Claim claim, String message, String code) {
        // The interrupt that made a call fail must not make this one fail too.
        boolean interrupted = Thread.interrupted();
        if (interrupted && closing) {
            givenBack(claim);
            return;
        }
        try {
            ended(claim, message, code);
        } catch (RuntimeException away) {
            // The lease ends, and whoever reaches the store by then tries again.
            LOG.warn("session {} is let go, since the store fails", claim.hold().key(), away);
        }
    }

    private void ended(Claim claim, String message, String code) {
        var told = SessionMessage.text(
                message, Value.fields().put("code", code).put("error", true).build(), clock.instant());
        StrategySession before = claim.session();
        saved(
                claim,
                new StrategySession(
                        before.key(),
                        before.version(),
                        before.state(),
                        before.spec(),
                        before.code(),
                        before.errors(),
                        before.metrics(),
                        before.intent(),
                        said(claim, List.of(told)),
                        before.createdAt(),
                        clock.instant()),
                List.of(told));
    }

    private void saved(Claim claim, StrategySession changed, List<SessionMessage> messages) {
        if (!sessions.save(claim.hold(), claim.input().id(), changed, messages)) {
            LOG.info(
                    "session {} was cancelled, or goes on elsewhere",
                    claim.hold().key());
        }
    }

    private StrategySession changed(Claim claim, Talk talk, List<SessionMessage> answer) {
        StrategySession before = claim.session();
        boolean over = talk.topic() == Topic.GOODBYE
                || talk.intent().filter(FeedbackIntent.END::equals).isPresent();
        return new StrategySession(
                before.key(),
                before.version(),
                over ? State.ENDED : State.AWAITING_FEEDBACK,
                talk.spec(),
                talk.code(),
                talk.errors(),
                talk.metrics(),
                talk.intent(),
                said(claim, answer),
                before.createdAt(),
                clock.instant());
    }

    /** The talk with what was said now; of an answer the words alone. */
    private List<Said> said(Claim claim, List<SessionMessage> answer) {
        Instant now = clock.instant();
        var said = new ArrayList<>(claim.session().conversation());
        said.add(new Said(true, claim.input().text(), claim.input().at()));
        answer.stream()
                .filter(message -> message.kind() == SessionMessage.Kind.TEXT)
                .map(message -> new Said(false, message.content(), now))
                .forEach(said::add);
        return said;
    }

    private void givenBack(Claim claim) {
        // A thread that is interrupted could not reach the store.
        boolean ignored = Thread.interrupted();
        try {
            sessions.giveBack(claim.hold());
        } catch (RuntimeException away) {
            LOG.warn("session {} is taken up when its lease ends", claim.hold().key(), away);
        }
    }

    /** Holds what is at work, and stops what was lost. */
    private void keep() {
        while (!closing) {
            try {
                boolean over = ending.await(options.lease().dividedBy(RENEWALS).toNanos(), TimeUnit.NANOSECONDS);
                if (!over) {
                    renew(List.copyOf(live.keySet()));
                }
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException problem) {
                LOG.warn("the leases of strategy sessions could not be prolonged", problem);
            }
        }
    }

    private void renew(Collection<Hold> held) {
        if (held.isEmpty()) {
            return;
        }
        for (Hold lost : sessions.renew(held, options.lease())) {
            Live one = live.get(lost);
            if (one != null) {
                one.stop();
            }
        }
    }

    /** Stops the work on a session that this process has lost, without waiting until that is noticed by itself. */
    void check(SessionKey key) {
        renew(live.keySet().stream().filter(hold -> hold.key().equals(key)).toList());
    }

    /** Takes no more, and hands back what is at work. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        subscription.close();
        wake.release();
        List<Live> last = List.copyOf(live.values());
        last.forEach(Live::stop);
        long end = System.nanoTime() + options.grace().toNanos();
        try {
            if (options.works()) {
                loop.join(Duration.ofSeconds(2));
            }
            for (Live one : List.copyOf(live.values())) {
                one.stop();
                one.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        ending.countDown();
    }
}
