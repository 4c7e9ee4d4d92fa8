package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;

/** How some words of a question came to mean a column. */
record ColumnLink(Column column, Fit fit, String words) {
    /** From the surest to the least sure. */
    enum Fit {
        /** The name itself. */
        NAME,
        /** All words of the name, in any order or number. */
        WORDS,
        /** All words of the name, some by a synonym or an abbreviation. */
        SYNONYM,
        /** Some words of the name. */
        PART,
        /** Some words of the name, by a synonym or an abbreviation. */
        PART_SYNONYM,
        /** A slip of the pen. */
        SPELLING,
        /** The embedding model finds them close. */
        MEANING
    }

    boolean literal() {
        return fit == Fit.NAME || fit == Fit.WORDS;
    }
}
