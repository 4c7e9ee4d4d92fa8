package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.OTHER;
import static io.hexagent.infrastructure.contract.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.SessionMessage.Told;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySession.Said;
import io.hexagent.domain.strategy.StrategySession.State;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.strategy.StrategySessions.Claim;
import io.hexagent.domain.strategy.StrategySessions.Hold;
import io.hexagent.domain.strategy.StrategySessions.Input;
import io.hexagent.domain.strategy.StrategySessions.Queued;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store of strategy sessions promises. */
public abstract class StrategySessionsContract {
    private final List<SessionKey> begun = new ArrayList<>();

    protected abstract Store store();

    /** How long a session is to be held without being renewed. */
    protected abstract Duration lease();

    /** Lets the store's clock run. */
    protected abstract void pass(Duration time);

    private StrategySessions sessions() {
        return store().strategySessions();
    }

    private SessionKey aSession() {
        var key = new SessionKey(OwnerId.LOCAL, new ClientId(id("client")));
        sessions().start(StrategySession.begun(key, NOON));
        begun.add(key);
        return key;
    }

    /** Inputs that a test leaves would be claimed by the next. */
    @AfterEach
    void clean() {
        begun.forEach(sessions()::delete);
    }

    private String said(SessionKey key, String text) {
        String id = id("input");
        assertThat(sessions().add(key, new Input(id, text, NOON), 10)).isInstanceOf(Queued.Added.class);
        return id;
    }

    private Claim claimed(String worker) {
        List<Claim> claims = sessions().claim(worker, lease(), 10);
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    private static SessionMessage message(String text) {
        return SessionMessage.text(
                text, Value.fields().put("node", "design").put("percent", 30).build(), NOON);
    }

    private static StrategySession full(SessionKey key, long version) {
        return new StrategySession(
                key,
                version,
                State.AWAITING_FEEDBACK,
                new StrategySpec(
                        Optional.of(new Symbol("GOOG")),
                        Optional.of(Timeframe.ONE_DAY),
                        Optional.of(LocalDate.of(2006, 1, 1)),
                        Optional.of(LocalDate.of(2006, 12, 31)),
                        OptionalDouble.of(1e5),
                        OptionalDouble.of(0.001),
                        OptionalDouble.of(0),
                        Optional.of(new Sizing.Part(0.5)),
                        OptionalDouble.of(0.05),
                        OptionalDouble.empty(),
                        Optional.of("rsi(close, 14) < 30"),
                        Optional.of("rsi(close, 14) > 70")),
                Optional.of("symbol: GOOG\nentry: \"…\"\n"),
                List.of(new CompileError(
                        "unknown-name",
                        "no indicator is \"rsj\"",
                        Optional.of(new CompileError.Position(2, 8, 3)),
                        "a typo",
                        "write rsi",
                        "rsi(close, 14) < 30")),
                Optional.of(new Metrics(
                        0.06116787,
                        OptionalDouble.of(0.01439726),
                        OptionalDouble.of(0.22548318),
                        OptionalDouble.of(0.1733),
                        OptionalDouble.empty(),
                        0.35513084,
                        OptionalDouble.of(0.04),
                        0.19484241,
                        3,
                        1,
                        OptionalDouble.of(2.0 / 3),
                        OptionalDouble.of(39.46856334),
                        OptionalDouble.empty(),
                        OptionalDouble.of(-0.01),
                        612.5,
                        106116.787,
                        OptionalDouble.of(0.3),
                        OptionalDouble.of(-1e-17))),
                Optional.of(FeedbackIntent.RERUN_BACKTEST),
                List.of(new Said(true, "rerun for 2006", NOON), new Said(false, "Done – 5 % 🐧", NOON)),
                NOON,
                NOON.plusSeconds(5));
    }

    @Test
    void aSessionIsBegunOnceAndReadAsItWasSaved() {
        SessionKey key = aSession();
        assertThat(sessions().start(StrategySession.begun(key, NOON.plusSeconds(9))))
                .isEqualTo(StrategySession.begun(key, NOON));
        String input = said(key, "hello");
        Claim claim = claimed("worker-1");
        assertThat(claim.input()).isEqualTo(new Input(input, "hello", NOON));
        assertThat(claim.session().version()).isZero();
        assertThat(sessions().save(claim.hold(), input, full(key, 0), List.of(message("a"))))
                .isTrue();
        StrategySessions.Standing standing = sessions().find(key).orElseThrow();
        assertThat(standing).isEqualTo(new StrategySessions.Standing(full(key, 1), 0, false, 1));
        assertThat(sessions().find(new SessionKey(OTHER, key.client()))).isEmpty();
        assertThat(sessions().list(OwnerId.LOCAL, 100, 0)).contains(standing);
        assertThat(sessions().list(OTHER, 100, 0)).doesNotContain(standing);
        assertThat(sessions().delete(new SessionKey(OTHER, key.client()))).isFalse();
        assertThat(sessions().delete(key)).isTrue();
        assertThat(sessions().find(key)).isEmpty();
        assertThat(sessions().messages(key, 0, 10)).isEmpty();
    }

    @Test
    void inputsWaitInOrderAndNotMoreThanAllowed() {
        SessionKey key = aSession();
        var first = new Input(id("input"), "one \0", NOON);
        assertThat(sessions().add(key, first, 2)).isEqualTo(new Queued.Added(1));
        assertThat(sessions().add(key, first, 2)).as("the same again").isEqualTo(new Queued.Added(1));
        String second = said(key, "two");
        assertThat(sessions().add(key, new Input(id("input"), "three", NOON), 2))
                .isEqualTo(new Queued.Full(2));
        assertThat(sessions()
                        .add(
                                new SessionKey(OwnerId.LOCAL, new ClientId("nobody")),
                                new Input(id("input"), "x", NOON),
                                2))
                .isEqualTo(new Queued.Unknown());
        Claim one = claimed("worker-1");
        assertThat(one.input().id()).isEqualTo(first.id());
        assertThat(sessions().claim("worker-2", lease(), 10))
                .as("one session is worked on by one")
                .isEmpty();
        assertThat(sessions().save(one.hold(), first.id(), one.session(), List.of()))
                .isTrue();
        assertThat(claimed("worker-2").input().id()).isEqualTo(second);
    }

    @Test
    void ofManyWorkersOneHoldsASession() throws Exception {
        SessionKey key = aSession();
        said(key, "hello");
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims = new ArrayList<Future<List<Claim>>>();
            for (int i = 0; i < 8; i++) {
                String name = "worker-" + i;
                claims.add(workers.submit(() -> sessions().claim(name, lease(), 10)));
            }
            int got = 0;
            for (Future<List<Claim>> claim : claims) {
                got += claim.get().size();
            }
            assertThat(got).isEqualTo(1);
        }
    }

    @Test
    void whoeverLostASessionWritesNothing() {
        SessionKey key = aSession();
        String input = said(key, "hello");
        Claim lost = claimed("worker-1");
        assertThat(lost.attempt()).isEqualTo(1);
        assertThat(sessions().renew(List.of(lost.hold()), lease())).isEmpty();
        pass(lease().plusMillis(50));
        Claim taken = claimed("worker-2");
        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(taken.hold().epoch()).isGreaterThan(lost.hold().epoch());
        assertThat(sessions().renew(List.of(lost.hold(), taken.hold()), lease()))
                .isEqualTo(Set.of(lost.hold()));
        assertThat(sessions().tell(lost.hold(), List.of(message("late")))).isFalse();
        assertThat(sessions().save(lost.hold(), input, full(key, 0), List.of(message("late"))))
                .isFalse();
        assertThat(sessions().messages(key, 0, 10)).isEmpty();
        assertThat(sessions().save(taken.hold(), input, full(key, 7), List.of()))
                .as("another version")
                .isFalse();
        assertThat(sessions().save(taken.hold(), input, full(key, 0), List.of()))
                .isTrue();
        assertThat(sessions().save(taken.hold(), input, full(key, 1), List.of()))
                .as("it was let go")
                .isFalse();
    }

    @Test
    void whatIsGivenBackIsTakenAgainAtOnceAsTheSameAttempt() {
        SessionKey key = aSession();
        said(key, "hello");
        sessions().giveBack(claimed("worker-1").hold());
        Claim again = claimed("worker-2");
        assertThat(again.attempt()).isEqualTo(1);
        sessions().giveBack(new Hold(key, again.hold().epoch() - 1));
        assertThat(sessions().claim("worker-3", lease(), 10)).isEmpty();
    }

    @Test
    void aCancelRemovesTheOldestInputFromWhoeverWorksOnIt() {
        SessionKey key = aSession();
        assertThat(sessions().cancel(key, message("nothing"))).isFalse();
        String first = said(key, "one");
        String second = said(key, "two");
        Claim claim = claimed("worker-1");
        assertThat(sessions().cancel(key, message("cancelled"))).isTrue();
        assertThat(sessions().save(claim.hold(), first, full(key, 0), List.of()))
                .isFalse();
        assertThat(sessions().renew(List.of(claim.hold()), lease())).containsExactly(claim.hold());
        assertThat(sessions().messages(key, 0, 10)).containsExactly(new Told(1, message("cancelled")));
        Claim next = claimed("worker-1");
        assertThat(next.input().id()).isEqualTo(second);
        assertThat(next.attempt()).isEqualTo(1);
    }

    @Test
    void messagesAreNumberedAndTheNewestAreKept() {
        SessionKey key = aSession();
        String input = said(key, "hello");
        Hold hold = claimed("worker-1").hold();
        var replay = new SessionMessage(
                SessionMessage.Kind.BACKTEST_REPLAY,
                "The replay",
                Value.Fields.EMPTY,
                Optional.of(Value.fields().put("sharpe", 0.17).build()),
                Optional.of(Value.fields()
                        .put("equity", Value.items(List.of(Value.of(1.5), Value.of(2))))
                        .build()),
                NOON);
        assertThat(sessions().tell(hold, List.of(message("a"), replay))).isTrue();
        assertThat(sessions().save(hold, input, full(key, 0), List.of(message("b"))))
                .isTrue();
        assertThat(sessions().messages(key, 0, 10))
                .containsExactly(new Told(1, message("a")), new Told(2, replay), new Told(3, message("b")));
        assertThat(sessions().messages(key, 1, 1)).containsExactly(new Told(2, replay));
        assertThat(sessions().newest(List.of(key, new SessionKey(OTHER, key.client()))))
                .containsExactlyEntriesOf(java.util.Map.of(key, 3L));
        said(key, "more");
        Hold again = claimed("worker-1").hold();
        for (int i = 0; i < StrategySessions.KEPT_MESSAGES / 10; i++) {
            assertThat(sessions()
                            .tell(
                                    again,
                                    java.util.stream.IntStream.range(0, 10)
                                            .mapToObj(at -> message("m" + at))
                                            .toList()))
                    .isTrue();
        }
        assertThat(sessions().messages(key, 0, 1).getFirst().seq()).isEqualTo(4);
        assertThat(sessions().messages(key, 0, 1000)).hasSize(StrategySessions.KEPT_MESSAGES);
    }

    @Test
    void listenersAreToldWhatChanges() {
        var heard = new CopyOnWriteArrayList<SessionKey>();
        SessionKey key = aSession();
        try (var listening = sessions().subscribe(heard::add)) {
            assertThat(listening).isNotNull();
            String input = said(key, "hello");
            assertThat(heard).containsExactly(key);
            Claim claim = claimed("worker-1");
            heard.clear();
            sessions().tell(claim.hold(), List.of(message("a")));
            assertThat(heard).containsExactly(key);
            sessions().save(claim.hold(), input, claim.session(), List.of());
            assertThat(heard).hasSize(2);
        }
        said(key, "again");
        assertThat(heard).hasSize(2);
    }
}
