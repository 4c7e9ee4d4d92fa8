package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.value.RunId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the log in this process: it gathers what all runs append and commits it together.
 *
 * <p>A batch is written as soon as somebody waits for one of its entries, when its oldest entry has lingered long
 * enough, or when there is much of it; while one batch is being committed the next one gathers. A batch that the
 * database refuses is split until the bad entry stands alone. After that, or after any other failure, the run of a
 * failed entry takes no more entries under its epoch than one that ends it without an answer: its log never has a hole.
 *
 * <p>Safe for use by many threads.
 */
final class GroupWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_BROKEN_RUNS = 10_000;

    /** A run with an entry that was not written. @param order that of the entry: earlier ones are not concerned */
    private record Broken(long epoch, long order, RuntimeException reason) {}

    private final PostgresOptions.Writing options;
    private final LogConnection log;
    private final Follower follower;
    private final Thread thread;
    private final Map<RunId, Broken> broken = new ConcurrentHashMap<>();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong events = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition place = lock.newCondition();
    // All guarded by the lock.
    private final ArrayDeque<Entry> pending = new ArrayDeque<>();
    private int pendingEvents;
    private long pendingBytes;
    private int waitingForPlace;
    private long offered;
    private long wanted;
    private boolean closing;

    /** Is told of each commit, on the writer's thread: it must be quick. */
    interface Follower {
        /** @param written what was written; of the groups that are not in it nothing was */
        void written(List<Group> groups, Map<RunId, BatchStatement.Written> written);
    }

    GroupWriter(PostgresOptions.Writing options, LogConnection log) {
        this(options, log, (groups, written) -> {});
    }

    GroupWriter(PostgresOptions.Writing options, LogConnection log, Follower follower) {
        this.options = options;
        this.log = log;
        this.follower = follower;
        this.thread = Thread.ofPlatform().name("hexagent-log").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes an entry. Waits while too much is pending.
     *
     * @throws LogUnavailable when no place came free in time, or the writer is closed
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    void offer(Entry entry) {
        RuntimeException hole = hole(entry);
        if (hole != null) {
            entry.fail(hole);
            return;
        }
        lock.lock();
        try {
            awaitPlace(entry);
            if (closing) {
                throw new LogUnavailable("the log is closed", new IllegalStateException("closed"));
            }
            entry.place(++offered, System.nanoTime());
            pending.add(entry);
            pendingEvents += entry.lines().size();
            pendingBytes += entry.bytes();
            if (pending.size() == 1 || isMuch()) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitPlace(Entry entry) {
        long left = options.patience().toNanos();
        waitingForPlace++;
        try {
            while (!closing && isFull(entry)) {
                if (left <= 0) {
                    throw new LogUnavailable(
                            pendingEvents + " events wait to be written, and none was in "
                                    + options.patience().toSeconds() + " s",
                            new IllegalStateException("full"));
                }
                work.signal();
                left = place.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var cancelled = new CancellationException("interrupted while waiting for a place in the log");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            waitingForPlace--;
        }
    }

    private boolean isFull(Entry entry) {
        return !pending.isEmpty()
                && (pendingEvents + entry.lines().size() > options.pendingEvents()
                        || pendingBytes + entry.bytes() > options.pendingBytes());
    }

    private boolean isMuch() {
        return pendingEvents >= options.batchEvents() || waitingForPlace > 0;
    }

    /** Tells that somebody waits for the entry. */
    void want(Entry entry) {
        lock.lock();
        try {
            if (entry.order() > wanted) {
                wanted = entry.order();
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    WriterStats stats() {
        return new WriterStats(batches.get(), commits.get(), events.get(), log.roundTrips());
    }

    /** Writes what is pending, as long as the options' patience lasts, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
            place.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (log) {
            for (List<Entry> batch = take(); !batch.isEmpty(); batch = take()) {
                batches.incrementAndGet();
                writeOrFail(batch);
            }
        }
    }

    /** The next batch, in the order of its entries; empty at the end. One run stands in it under one epoch only. */
    private List<Entry> take() {
        lock.lock();
        try {
            awaitWork();
            var batch = new ArrayList<Entry>();
            var epochs = new LinkedHashMap<RunId, Long>();
            int taken = 0;
            while (!pending.isEmpty()) {
                Entry entry = pending.getFirst();
                Long epoch = epochs.putIfAbsent(entry.run(), entry.epoch());
                boolean fits = taken == 0 || taken + entry.lines().size() <= options.batchEvents();
                boolean again = epoch != null && (epoch != entry.epoch() || entry.begin() != null);
                if (again || !fits) {
                    break;
                }
                pending.removeFirst();
                taken += entry.lines().size();
                pendingEvents -= entry.lines().size();
                pendingBytes -= entry.bytes();
                batch.add(entry);
            }
            place.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        while (true) {
            if (pending.isEmpty()) {
                if (closing) {
                    return;
                }
                work.awaitUninterruptibly();
                continue;
            }
            Entry oldest = pending.getFirst();
            long left = oldest.offeredNanos() + options.linger().toNanos() - System.nanoTime();
            if (closing || left <= 0 || oldest.order() <= wanted || isMuch()) {
                return;
            }
            awaitSignal(left);
        }
    }

    private void awaitSignal(long nanos) {
        try {
            long ignored = work.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Nobody but a stranger interrupts this thread, and the log must not end for that.
            LOG.warn("the log's writer was interrupted; it goes on");
        }
    }

    private void writeOrFail(List<Entry> batch) {
        try {
            write(groups(batch));
        } catch (SQLException | RuntimeException | Error e) {
            LOG.error("a batch of {} appends could not be written", batch.size(), e);
            fail(batch, new LogUnavailable("the log cannot be written", e));
        }
    }

    private Collection<Group> groups(List<Entry> batch) {
        var groups = new LinkedHashMap<RunId, Group>();
        for (Entry entry : batch) {
            RuntimeException hole = hole(entry);
            if (hole != null) {
                entry.fail(hole);
                continue;
            }
            Group group = groups.get(entry.run());
            if (group == null) {
                groups.put(entry.run(), new Group(entry));
            } else {
                group.add(entry);
            }
        }
        return groups.values();
    }

    /** Why the entry must not be written: an earlier one of its run was not. */
    private @Nullable RuntimeException hole(Entry entry) {
        Broken run = broken.get(entry.run());
        if (run == null || run.epoch() != entry.epoch() || entry.change().givesUp()) {
            return null;
        }
        boolean follows = entry.order() == 0 || entry.order() > run.order();
        return follows ? run.reason() : null;
    }

    private void write(Collection<Group> batch) throws SQLException {
        List<Group> groups = List.copyOf(batch);
        if (groups.isEmpty()) {
            return;
        }
        try {
            Map<RunId, BatchStatement.Written> written = commit(groups);
            commits.incrementAndGet();
            for (Group group : groups) {
                BatchStatement.Written done = written.get(group.run());
                if (done == null) {
                    group.fenced();
                } else {
                    events.addAndGet(group.events());
                    group.committed(done.seq());
                }
                if (done == null || group.change().ends()) {
                    broken.remove(group.run());
                }
            }
            follower.written(groups, written);
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.REFUSED) {
                throw e;
            }
            split(groups, e);
        } catch (RuntimeException e) {
            // Something in the batch cannot even be sent.
            split(groups, e);
        }
    }

    private void split(List<Group> groups, Exception refusal) throws SQLException {
        if (groups.size() > 1) {
            int half = groups.size() / 2;
            write(groups.subList(0, half));
            write(groups.subList(half, groups.size()));
            return;
        }
        List<Entry> entries = groups.getFirst().all();
        if (entries.size() > 1) {
            for (Entry entry : entries) {
                write(groups(List.of(entry)));
            }
            return;
        }
        Entry bad = entries.getFirst();
        LOG.warn("run {}: an append was refused", bad.run(), refusal);
        fail(bad, new LogUnavailable("an append to run " + bad.run() + " was refused", refusal));
    }

    /** Commits the groups, through lost connections and restarts, exactly once. */
    private Map<RunId, BatchStatement.Written> commit(List<Group> groups) throws SQLException {
        long number = log.nextBatch();
        long deadline = 0;
        long pause = FIRST_PAUSE_NANOS;
        boolean doubtful = false;
        while (true) {
            try {
                if (doubtful) {
                    Map<RunId, BatchStatement.Written> written = log.written(groups, number);
                    if (!written.isEmpty()) {
                        return written;
                    }
                    doubtful = false;
                }
                return log.write(groups, number);
            } catch (SQLException e) {
                if (Trouble.of(e) != Trouble.AWAY) {
                    throw e;
                }
                long now = System.nanoTime();
                if (deadline == 0) {
                    LOG.warn("the log's database is away (SQL state {}); trying again", e.getSQLState());
                    deadline = now + options.patience().toNanos();
                }
                log.drop();
                doubtful = true;
                if (now - deadline >= 0) {
                    failPending(e);
                    throw e;
                }
                pause(Math.min(pause, deadline - now));
                pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            }
        }
    }

    private void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        lock.lock();
        try {
            // Appends signal as well, which is no reason to hurry.
            for (long left = nanos; left > 0 && !closing; left = end - System.nanoTime()) {
                awaitSignal(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waited behind a batch that ran out of patience has waited as long. */
    private void failPending(SQLException cause) {
        List<Entry> all;
        lock.lock();
        try {
            all = List.copyOf(pending);
            pending.clear();
            pendingEvents = 0;
            pendingBytes = 0;
            place.signalAll();
        } finally {
            lock.unlock();
        }
        fail(all, new LogUnavailable("the log's database does not answer", cause));
    }

    private void fail(List<Entry> entries, RuntimeException reason) {
        for (Entry entry : entries) {
            fail(entry, reason);
        }
    }

    /** Fails an entry, and with it whatever its run appends later. */
    private void fail(Entry entry, RuntimeException reason) {
        if (broken.size() < MOST_BROKEN_RUNS) {
            broken.merge(
                    entry.run(),
                    new Broken(entry.epoch(), entry.order(), reason),
                    (known, next) -> known.epoch() == next.epoch() ? known : next);
        }
        entry.fail(reason);
    }

    /** Fails an entry instead of taking it. */
    void refuse(Entry entry, RuntimeException reason) {
        lock.lock();
        try {
            entry.place(++offered, System.nanoTime());
        } finally {
            lock.unlock();
        }
        fail(entry, reason);
    }
}
