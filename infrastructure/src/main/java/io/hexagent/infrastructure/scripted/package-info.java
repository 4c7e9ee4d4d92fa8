/**
 * This room holds language models that reply from a script, for the tests of whoever builds on Hexagent. Models that
 * think belong elsewhere.
 */
@NullMarked
package io.hexagent.infrastructure.scripted;

import org.jspecify.annotations.NullMarked;
