/**
 * This room holds runs: their state, the ordered log of their events, and the steps read from it. Deciding what a run
 * does next belongs to the application.
 */
@NullMarked
package io.hexagent.domain.run;

import org.jspecify.annotations.NullMarked;
