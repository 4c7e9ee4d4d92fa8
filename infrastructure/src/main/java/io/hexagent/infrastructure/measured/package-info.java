/**
 * This room holds the places where measurements are taken: ports that tell telemetry what passes through them and
 * change nothing of it. It needs no technology.
 */
@NullMarked
package io.hexagent.infrastructure.measured;

import org.jspecify.annotations.NullMarked;
