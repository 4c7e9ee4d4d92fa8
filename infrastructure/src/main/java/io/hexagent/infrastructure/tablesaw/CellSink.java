package io.hexagent.infrastructure.tablesaw;

/** Takes the cells of one column in order, straight from the parser's buffer. Not safe for use by several threads. */
sealed interface CellSink permits NumberSink, WordSink {
    /** @param to exclusive; the range has no spaces at its ends and is not empty */
    void add(char[] buffer, int from, int to);

    void addMissing();

    /** Bytes that this column holds while it is read. */
    long bytes();
}
