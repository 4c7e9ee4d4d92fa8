package io.hexagent.infrastructure.djl;

/**
 * A text as the model reads it.
 *
 * @param truncated whether the text goes on beyond the last id
 */
@SuppressWarnings("ArrayRecordComponent")
record Tokens(long[] ids, boolean truncated) {
    int length() {
        return ids.length;
    }
}
