package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.InputReason;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunQueue.Accepted;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.store.SignalHub;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database does what it was asked to, and the answer is lost: what is asked again is not done again. */
final class LostAnswersTest {
    private static PostgresOptions options;
    private static PostgresStore store;

    private final AtomicInteger toLose = new AtomicInteger();
    private final PlainJson json = new PlainJson();
    private final Database database = new Database(lossy(), Duration.ofSeconds(20));
    private final RunControl control = new PostgresRunControl(database, new SignalHub(), json);

    private RunQueue queue() {
        return new PostgresRunQueue(
                database, store.runEvents(), new SignalHub(), json, Duration.ofSeconds(30), 1 << 20);
    }

    @BeforeAll
    static void open() {
        options = PostgresOptions.of(TestDatabases.create("lost"));
        store = PostgresStore.open(options, new PlainJson());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** Connections that break after the work, as often as is asked for. */
    private DataSource lossy() {
        return stand(
                DataSource.class,
                (method, arguments) -> lossy(Connections.open(options, "lossy", Duration.ofSeconds(30))));
    }

    private Connection lossy(Connection real) {
        return stand(Connection.class, (method, arguments) -> {
            Object answer = call(method, real, arguments);
            if (method.getName().equals("commit")) {
                lose();
            }
            return answer instanceof PreparedStatement statement
                            && statement.toString().startsWith("WITH moved")
                    ? lossy(statement)
                    : answer;
        });
    }

    private PreparedStatement lossy(PreparedStatement real) {
        return stand(PreparedStatement.class, (method, arguments) -> {
            Object answer = call(method, real, arguments);
            if (method.getName().equals("executeQuery")) {
                lose();
            }
            return answer;
        });
    }

    private void lose() throws SQLException {
        if (toLose.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
            throw new SQLException("the line broke", "08006");
        }
    }

    private interface Handler {
        @Nullable
        Object on(Method method, Object @Nullable [] arguments) throws Exception;
    }

    private static <T> T stand(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> handler.on(method, arguments)));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static Acceptance acceptance(Optional<RequestKey> key, Multitask whenBusy) {
        Conversation conversation = aConversation();
        Run run = aRun(conversation).with(0, new RunState.Queued(), TokenUsage.NONE, 0, 0);
        return new Acceptance(
                conversation,
                run,
                events(new RunEvent.RunQueued(), new RunEvent.UserRequest(run.query())),
                whenBusy,
                key,
                10_000);
    }

    private void isThereOnce(Run run) {
        assertThat(store.runs().ofConversation(OwnerId.LOCAL, run.conversation(), 0, 9))
                .containsExactly(run);
        assertThat(store.runEvents().read(run.id(), 0, 9)).hasSize(2);
    }

    @Test
    void anAcceptedRunIsFoundAgain() {
        for (Multitask whenBusy : Multitask.values()) {
            toLose.set(1);
            Acceptance acceptance = acceptance(Optional.empty(), whenBusy);
            assertThat(queue().accept(acceptance))
                    .isEqualTo(new Accepted.Taken(acceptance.run().numbered(1)));
            assertThat(toLose).hasValue(0);
            isThereOnce(acceptance.run().numbered(1));
        }
    }

    @Test
    void anAcceptedRunWithAKeyIsNotTakenForARepeatedOne() {
        var key = new RequestKey("POST /api/chat", id("key"), "h");
        toLose.set(2);
        Acceptance acceptance = acceptance(Optional.of(key), Multitask.REJECT);
        Run run = acceptance.run().numbered(1);
        assertThat(queue().accept(acceptance)).isEqualTo(new Accepted.Taken(run));
        isThereOnce(run);
        assertThat(queue().accept(acceptance(Optional.of(key), Multitask.REJECT)))
                .isEqualTo(new Accepted.Repeated(run.id()));
    }

    private Run accepted() {
        return ((Accepted.Taken) queue().accept(acceptance(Optional.empty(), Multitask.ENQUEUE))).run();
    }

    @Test
    void aCancelledRunWasCancelledByWhoeverAskedForIt() {
        Run run = accepted();
        toLose.set(1);
        assertThat(control.cancel(OwnerId.LOCAL, run.id(), NOON)).isInstanceOf(RunControl.Cancelling.Done.class);
        assertThat(toLose).hasValue(0);
        assertThat(store.runEvents().read(run.id(), 0, 9)).hasSize(3);
        assertThat(control.cancel(OwnerId.LOCAL, run.id(), NOON.plusSeconds(1)))
                .isInstanceOf(RunControl.Cancelling.EndedBefore.class);
    }

    @Test
    void aDecisionCountsForWhoeverMadeIt() {
        var conversation = aConversation();
        Run run = aRun(conversation);
        var question = new RunEvent.InputRequested(
                "r1",
                InputReason.QUESTION,
                "Which?",
                Optional.empty(),
                Value.Fields.EMPTY,
                "0a1b",
                Value.Fields.EMPTY,
                Optional.empty());
        store.runEvents().begin(conversation, run, events(question)).seq();
        var answer = new RunEvent.InputReceived("r1", Decision.ANSWER, Value.of("this one"));
        toLose.set(1);
        assertThat(control.decide(OwnerId.LOCAL, run.id(), answer, NOON)).isInstanceOf(RunControl.Deciding.Done.class);
        assertThat(toLose).hasValue(0);
        assertThat(store.runEvents().read(run.id(), 0, 9)).hasSize(2);
        var other = new RunEvent.InputReceived("r1", Decision.ANSWER, Value.of("that one"));
        assertThat(control.decide(OwnerId.LOCAL, run.id(), other, NOON))
                .isInstanceOf(RunControl.Deciding.NotWaiting.class);
    }
}
