/**
 * This room holds what is done when a language model fails for a while: trying again, giving up, leaving it alone.
 * Failsafe stays inside it; no adapter of a vendor knows of it.
 */
@NullMarked
package io.hexagent.infrastructure.failsafe;

import org.jspecify.annotations.NullMarked;
