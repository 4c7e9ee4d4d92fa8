package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.value.ContentHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Tables by the hash of their bytes, the least recently used dropped when they hold more than the bound. A table that
 * several threads want is read by one of them; the others wait. Safe for use by many threads.
 */
final class TableCache {
    private final long bound;
    private final Map<ContentHash, LoadedTable> tables = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ContentHash, CompletableFuture<LoadedTable>> reading = new ConcurrentHashMap<>();
    private long bytes;

    /** @param bound in bytes; a table larger than that is not kept */
    TableCache(long bound) {
        this.bound = bound;
    }

    /** @throws CancellationException when this thread is interrupted while another one reads */
    LoadedTable get(ContentHash content, Supplier<LoadedTable> reader) {
        while (true) {
            Optional<LoadedTable> kept = kept(content);
            if (kept.isPresent()) {
                return kept.get();
            }
            var mine = new CompletableFuture<LoadedTable>();
            CompletableFuture<LoadedTable> other = reading.putIfAbsent(content, mine);
            if (other == null) {
                return read(content, reader, mine);
            }
            try {
                return other.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while another thread read the table");
            } catch (CancellationException e) {
                // The thread that read was told to stop. That is no reason for this one: it goes round and reads.
                continue;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("reading a table failed", e.getCause());
            }
        }
    }

    private LoadedTable read(ContentHash content, Supplier<LoadedTable> reader, CompletableFuture<LoadedTable> mine) {
        try {
            // Another thread may have put it there between the look and the claim.
            LoadedTable table = kept(content).orElseGet(reader);
            keep(content, table);
            mine.complete(table);
            return table;
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            reading.remove(content, mine);
        }
    }

    private synchronized Optional<LoadedTable> kept(ContentHash content) {
        return Optional.ofNullable(tables.get(content));
    }

    private synchronized void keep(ContentHash content, LoadedTable table) {
        if (table.bytes() > bound || tables.put(content, table) != null) {
            return;
        }
        bytes += table.bytes();
        var oldest = tables.entrySet().iterator();
        while (bytes > bound) {
            bytes -= oldest.next().getValue().bytes();
            oldest.remove();
        }
    }

    synchronized void clear() {
        tables.clear();
        bytes = 0;
    }
}
