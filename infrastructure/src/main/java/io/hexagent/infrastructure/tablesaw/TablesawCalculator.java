package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Cleaned;
import io.hexagent.domain.dataset.Cleaner;
import io.hexagent.domain.dataset.Cleaning;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.value.ContentHash;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads CSV files with FastCSV, keeps the tables in Tablesaw's columns within a bound, and calculates on a bounded pool
 * of its own. Safe for use by many threads.
 */
public final class TablesawCalculator implements Calculator, Cleaner, AutoCloseable {
    private final CsvTableReader reader;
    private final TableCache cache;
    private final ExecutorService pool;
    private final int mostResultRows;
    private final long mostTableBytes;

    /**
     * How much is taken.
     *
     * @param maxBytes the longest file, in bytes
     * @param maxRows the most rows of a table, the header not counted
     * @param maxColumns the most columns of a table
     * @param maxCellChars the longest cell, in UTF-16 units
     * @param maxTableBytes the most memory that one table may take while it is read
     * @param cacheBytes the most memory of all tables that are kept for the next question
     * @param maxResultRows the most rows of an answer
     * @param threads how many calculations run at once
     */
    public record Options(
            long maxBytes,
            int maxRows,
            int maxColumns,
            int maxCellChars,
            long maxTableBytes,
            long cacheBytes,
            int maxResultRows,
            int threads) {
        public Options {
            atLeast("maxBytes", maxBytes, 1);
            atLeast("maxRows", maxRows, 1);
            atLeast("maxColumns", maxColumns, 1);
            atLeast("maxCellChars", maxCellChars, 1);
            atLeast("maxTableBytes", maxTableBytes, 1);
            atLeast("cacheBytes", cacheBytes, 0);
            atLeast("maxResultRows", maxResultRows, 1);
            atLeast("threads", threads, 1);
            if (maxCellChars > 1 << 28) {
                throw new IllegalArgumentException("maxCellChars must be at most 268435456, got " + maxCellChars);
            }
        }

        /** 256 MB, 20 million rows, 2,000 columns, cells of a million; half the heap to read, a quarter to keep. */
        public static Options defaults() {
            long heap = Runtime.getRuntime().maxMemory();
            return new Options(
                    256L << 20,
                    20_000_000,
                    2_000,
                    1 << 20,
                    heap / 2,
                    heap / 4,
                    100_000,
                    Runtime.getRuntime().availableProcessors());
        }

        public Options withMaxBytes(long bytes) {
            return new Options(
                    bytes, maxRows, maxColumns, maxCellChars, maxTableBytes, cacheBytes, maxResultRows, threads);
        }

        public Options withCacheBytes(long bytes) {
            return new Options(
                    maxBytes, maxRows, maxColumns, maxCellChars, maxTableBytes, bytes, maxResultRows, threads);
        }

        public Options withThreads(int count) {
            return new Options(
                    maxBytes, maxRows, maxColumns, maxCellChars, maxTableBytes, cacheBytes, maxResultRows, count);
        }

        private static void atLeast(String name, long value, long least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
            }
        }
    }

    public TablesawCalculator(DatasetContents contents, Options options) {
        this.reader = new CsvTableReader(contents, options);
        this.cache = new TableCache(options.cacheBytes());
        this.mostResultRows = options.maxResultRows();
        this.mostTableBytes = options.maxTableBytes();
        this.pool = Executors.newFixedThreadPool(
                options.threads(),
                Thread.ofPlatform().daemon().name("calculation-", 1).factory());
    }

    @Override
    public Profile profile(DatasetSource source, ContentHash content) {
        return onPool(() -> table(source, content).profile());
    }

    @Override
    public Calculated calculate(Dataset dataset, Calculation calculation) {
        return onPool(() -> answer(table(dataset.source(), dataset.content()), calculation));
    }

    @Override
    public Cleaned clean(Dataset dataset, Cleaning cleaning, int mostChanges, OutputStream into) {
        return onPool(() -> {
            LoadedTable table = table(dataset.source(), dataset.content());
            return new Washing(table, cleaning, mostChanges, mostTableBytes)
                    .wash(taker -> reader.read(dataset.source(), dataset.content(), table.origin(), taker), into);
        });
    }

    /** Ends running calculations; later calls fail. */
    @Override
    public void close() {
        pool.shutdownNow();
        cache.clear();
    }

    private LoadedTable table(DatasetSource source, ContentHash content) {
        return cache.get(content, () -> reader.read(source, content));
    }

    private Calculated answer(LoadedTable table, Calculation calculation) {
        Scope scope = Scope.of(table, calculation.filters(), mostResultRows);
        return switch (calculation) {
            case Calculation.Describe describe -> ColumnFigures.describe(scope, describe);
            case Calculation.Statistics statistics -> ColumnFigures.statistics(scope, statistics);
            case Calculation.Aggregate aggregate -> Aggregation.of(scope, aggregate);
            case Calculation.Rows rows -> RowListing.rows(scope, rows);
            case Calculation.Correlate correlate -> Correlation.of(scope, correlate);
            case Calculation.Outliers outliers -> RowListing.outliers(scope, outliers);
            case Calculation.Distribution distribution -> Histogram.of(scope, distribution);
            case Calculation.Trend trend -> TrendLine.of(scope, trend);
            case Calculation.CompareGroups compare -> GroupComparison.of(scope, compare);
            case Calculation.MissingValues missing -> ColumnFigures.missing(scope, missing);
        };
    }

    private <T> T onPool(Callable<T> work) {
        Future<T> future;
        try {
            future = pool.submit(work);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the calculator is closed", e);
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("the calculation was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a calculation failed", e.getCause());
        }
    }
}
