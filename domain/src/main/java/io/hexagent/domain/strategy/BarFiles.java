package io.hexagent.domain.strategy;

import io.hexagent.domain.dataset.UnusableDataset;
import java.io.InputStream;

/** Reads bars from CSV files. Implementations are safe for use by many threads. */
public interface BarFiles {
    /**
     * The market of one file: whatever symbol it is asked for, it answers with the file's bars. The stream is read to
     * its end and not closed.
     *
     * @param name what people call the file
     * @throws UnusableDataset when it holds no bars; the message says what is wrong, with the row, and may be shown
     */
    MarketData market(String name, InputStream csv);
}
