package io.hexagent.infrastructure.postgres;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chores that are done again and again in one process at a time. The table says when each is due and who is at it; a
 * chore whose process died is taken over when its heartbeat is missed. Nothing runs before the first chore is given.
 * Safe for use by many threads.
 */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final String TABLE = "chores";
    /** An idle process asks once a second whether something is due. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private record Chore(Duration pause, Runnable work) {}

    private final DataSource pool;
    private final Map<String, Chore> chores = new ConcurrentHashMap<>();
    private final CustomTask<Void> task = Tasks.custom("chore", Void.class)
            .onFailure((done, operations) -> operations.reschedule(done, soon()))
            .onDeadExecutionRevive()
            .execute((instance, context) -> {
                Duration pause = work(instance.getId());
                return (done, operations) -> again(operations, done.getTimeDone(), pause, done);
            });
    // Guarded by this.
    private @Nullable Scheduler scheduler;
    private boolean closed;

    Chores(DataSource pool) {
        this.pool = pool;
    }

    private static Instant soon() {
        return Instant.now().plus(POLL);
    }

    private static void again(
            ExecutionOperations<Void> operations, Instant ended, Duration pause, ExecutionComplete done) {
        operations.reschedule(done, ended.plus(pause));
    }

    /** Does a chore's work. @return how long it rests then */
    private Duration work(String name) {
        Chore chore = chores.get(name);
        if (chore == null) {
            // Another program on the same database has it: leave it to that one.
            return HEARTBEAT;
        }
        try {
            chore.work().run();
        } catch (RuntimeException problem) {
            LOG.warn(
                    "the chore \"{}\" failed; it is done again in {} ms",
                    name,
                    chore.pause().toMillis(),
                    problem);
        }
        return chore.pause();
    }

    synchronized void every(String name, Duration pause, Runnable chore) {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        chores.put(name, new Chore(pause, chore));
        Scheduler running = scheduler;
        if (running == null) {
            running = Scheduler.create(pool, task)
                    .tableName(TABLE)
                    .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                    .threads(2)
                    .pollingInterval(POLL)
                    .heartbeatInterval(HEARTBEAT)
                    .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                    .shutdownMaxWait(LONGEST_STOP)
                    .build();
            scheduler = running;
            running.start();
        }
        // When it is in the table, it is due when that says so, but never later than by the pause that is wished now.
        if (!running.scheduleIfNotExists(task.instance(name), Instant.now())) {
            bringForward(running, name, Instant.now().plus(pause));
        }
    }

    /** The table may remember a longer pause, of an earlier start with other settings. */
    private void bringForward(Scheduler running, String name, Instant latest) {
        boolean late = running.getScheduledExecution(task.instance(name))
                .filter(found -> !found.isPicked() && found.getExecutionTime().isAfter(latest))
                .isPresent();
        if (late) {
            try {
                boolean ignored = running.reschedule(task.instance(name), latest);
            } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException begunMeanwhile) {
                LOG.debug("the chore \"{}\" has just begun", name);
            }
        }
    }

    @Override
    public void close() {
        Scheduler running;
        synchronized (this) {
            closed = true;
            running = scheduler;
            scheduler = null;
        }
        if (running != null) {
            running.stop();
        }
    }
}
