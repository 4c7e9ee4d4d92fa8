package io.hexagent.domain.dataset;

import io.hexagent.domain.value.ContentHash;

/**
 * Reads tables and calculates on them. A table that was read is kept for the next question, within a bound in bytes.
 * Implementations are safe for use by many threads; calls are CPU work and may wait for a place on a bounded pool. An
 * interrupt ends a call with {@link java.util.concurrent.CancellationException}.
 */
public interface Calculator {
    /**
     * Reads and types the table.
     *
     * @throws UnusableDataset when the bytes are no usable table
     */
    Profile profile(DatasetSource source, ContentHash content);

    /**
     * Calculates on a table.
     *
     * @throws CalculationRefused when the calculation does not fit the table: an unknown column, a mean of text
     * @throws UnusableDataset when the table can no longer be read
     */
    Calculated calculate(Dataset dataset, Calculation calculation);
}
