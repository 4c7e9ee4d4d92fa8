/**
 * This room holds the talk in which a trading strategy comes into being: its graph, how a person's words are read, the
 * worker that works off what was said, and the use cases on sessions. Rules, bars and backtests belong to their own
 * ports and use cases.
 */
@NullMarked
package io.hexagent.application.strategy.session;

import org.jspecify.annotations.NullMarked;
