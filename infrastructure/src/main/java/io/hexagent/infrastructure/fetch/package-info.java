/**
 * This room holds the safe way outside: names are resolved and checked, connections go only to the addresses that were
 * checked, and what comes back is bounded. What a page means belongs to the tools.
 */
@NullMarked
package io.hexagent.infrastructure.fetch;

import org.jspecify.annotations.NullMarked;
