package io.hexagent.domain.dataset;

import java.io.OutputStream;

/** Cleans tables. Implementations are safe for use by many threads; a call is CPU work and may wait for its turn. */
public interface Cleaner {
    /**
     * Writes the cleaned table as CSV in UTF-8, separated by commas. The data set itself does not change.
     *
     * @param mostChanges how many changes are told one by one
     * @param into is not closed; after a failure what was written is of no use
     * @throws CalculationRefused when the cleaning does not fit the table, or would leave no row
     * @throws UnusableDataset when the table can no longer be read
     */
    Cleaned clean(Dataset dataset, Cleaning cleaning, int mostChanges, OutputStream into);
}
