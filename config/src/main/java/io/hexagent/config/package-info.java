/**
 * This package holds the settings and the composition root behind one face, {@link io.hexagent.config.Hexagent}: what
 * an embedding application depends on. Nothing is decided here that a use case could decide.
 */
@NullMarked
package io.hexagent.config;

import org.jspecify.annotations.NullMarked;
