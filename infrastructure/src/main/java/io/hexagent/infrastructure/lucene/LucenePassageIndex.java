package io.hexagent.infrastructure.lucene;

import io.hexagent.domain.document.PassageChange;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.document.PassageHit;
import io.hexagent.domain.document.PassageIndex;
import io.hexagent.domain.document.PassageQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Finds passages by their words (BM25) and by their vectors (HNSW, cosine) in an index of this process alone. Before
 * each search it asks the store for its newest version and takes in what it has missed, so that a search sees whatever
 * was added or removed before it anywhere. It is opened at its first use. Safe for use by many threads.
 */
public final class LucenePassageIndex implements PassageIndex, AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LucenePassageIndex.class);

    /** Says on stderr that vectors could be faster with an incubating module, which warns on stderr itself. */
    private static final Logger HINTS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private static final int MOST_PROCESSES = 256;
    private static final int ATTEMPTS = 3;

    private final PassageChanges changes;
    private final Options options;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Shown shown;
    private boolean closed;

    /** An index as searches see it. @param version up to which everything is found */
    private record Shown(OpenIndex index, long version) {}

    static {
        HINTS.setLevel(Level.SEVERE);
    }

    /**
     * What it needs to know.
     *
     * @param directory holds an index for each process that uses it; empty: the index is in memory
     * @param depth how many hits by words and how many by meaning are joined
     * @param page how many changes are read at a time
     * @param commitEvery after how many changes the index is made to last
     */
    public record Options(Optional<Path> directory, int depth, int page, int commitEvery) {
        public Options {
            if (depth < 1 || page < 1 || commitEvery < 1) {
                throw new IllegalArgumentException("depth, page and commitEvery must be positive");
            }
        }

        /** In memory, joining so many hits of each kind. */
        public static Options inMemory(int depth) {
            return new Options(Optional.empty(), depth, 500, 2000);
        }

        /** In a directory, joining so many hits of each kind. */
        public static Options in(Path directory, int depth) {
            return new Options(Optional.of(directory), depth, 500, 2000);
        }
    }

    public LucenePassageIndex(PassageChanges changes, Options options) {
        this.changes = changes;
        this.options = options;
    }

    @Override
    public List<PassageHit> search(PassageQuery query) {
        for (int attempt = 1; ; attempt++) {
            Shown current = current();
            try {
                return current.index().search(query, options.depth());
            } catch (AlreadyClosedException gone) {
                // Whoever was interrupted while it took in a change has lost the index; it is opened again.
                if (attempt == ATTEMPTS) {
                    throw unusable(new IOException(gone));
                }
                drop(current.index());
            } catch (IOException problem) {
                drop(current.index());
                throw unusable(problem);
            }
        }
    }

    private Shown current() {
        Shown before = shown;
        if (before != null && before.version() == changes.latest()) {
            return before;
        }
        lock.lock();
        try {
            return caughtUp(changes.latest());
        } finally {
            lock.unlock();
        }
    }

    private Shown caughtUp(long newest) {
        Shown before = shown;
        OpenIndex index = before == null ? opened() : before.index();
        try {
            if (index.version() > newest) {
                LOG.info("the search index is ahead of the store and is read anew");
                index.clear();
            }
            long wanted = newest;
            while (!taken(index, wanted)) {
                LOG.info("the search index missed removals that are not told any more and is read anew");
                index.clear();
                wanted = changes.latest();
            }
            index.show();
            var now = new Shown(index, index.version());
            shown = now;
            return now;
        } catch (IOException | AlreadyClosedException problem) {
            drop(index);
            throw unusable(problem instanceof IOException io ? io : new IOException(problem));
        } catch (RuntimeException problem) {
            if (before == null) {
                drop(index);
            }
            throw problem;
        }
    }

    /**
     * Takes in what the index has missed. @return false when a removal may have been forgotten before it was read, so
     * that the index cannot go on from where it is
     */
    private boolean taken(OpenIndex index, long newest) throws IOException {
        // An empty index has nothing of what was removed before now, and needs no word of it.
        long needless = index.version() == 0 ? newest : 0;
        int uncommitted = 0;
        while (index.version() < newest) {
            List<PassageChange> page = changes.after(index.version(), options.page());
            // Asked after the page was read, which may lack a removal that was forgotten a moment before.
            if (changes.forgotten() > Math.max(needless, index.version())) {
                return false;
            }
            if (page.isEmpty()) {
                index.skipTo(newest);
            } else {
                index.take(page);
            }
            uncommitted += page.size();
            if (uncommitted >= options.commitEvery()) {
                index.commit();
                uncommitted = 0;
            }
        }
        return true;
    }

    private OpenIndex opened() {
        if (closed) {
            throw new IllegalStateException("the search index is closed");
        }
        String origin = changes.origin();
        try {
            return options.directory().isPresent()
                    ? openedIn(options.directory().get(), origin)
                    : new OpenIndex(new ByteBuffersDirectory(), origin);
        } catch (IOException problem) {
            throw unusable(problem);
        }
    }

    /** The first place that no other process has. */
    private static OpenIndex openedIn(Path directory, String origin) throws IOException {
        for (int place = 0; place < MOST_PROCESSES; place++) {
            Path own = Files.createDirectories(directory.resolve(Integer.toString(place)));
            try {
                return opened(own, origin);
            } catch (LockObtainFailedException taken) {
                LOG.debug("another process has the search index {}", own);
            } catch (CorruptIndexException | IndexFormatTooOldException | IndexFormatTooNewException unreadable) {
                LOG.warn("the search index {} cannot be read and is made anew", own, unreadable);
                empty(own);
                return opened(own, origin);
            }
        }
        throw new IOException("more than " + MOST_PROCESSES + " processes have a search index in " + directory);
    }

    private static OpenIndex opened(Path directory, String origin) throws IOException {
        FSDirectory files = FSDirectory.open(directory);
        try {
            return new OpenIndex(files, origin);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("write.lock")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void drop(OpenIndex index) {
        lock.lock();
        try {
            Shown current = shown;
            if (current != null && current.index().equals(index)) {
                shown = null;
            }
            index.close();
        } catch (IOException | AlreadyClosedException problem) {
            LOG.debug("a lost search index could not be closed", problem);
        } finally {
            lock.unlock();
        }
    }

    private static UncheckedIOException unusable(IOException problem) {
        return new UncheckedIOException("the search index cannot be used", problem);
    }

    /** Keeps what the index has, for the next start. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            Shown current = shown;
            if (current != null) {
                drop(current.index());
            }
        } finally {
            lock.unlock();
        }
    }
}
