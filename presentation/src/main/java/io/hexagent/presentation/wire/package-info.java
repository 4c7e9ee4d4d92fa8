/**
 * This room holds the shapes that clients meet, as values: runs, steps, tools, artifacts, data sets, health. How they
 * are sent belongs to the doors.
 */
@NullMarked
package io.hexagent.presentation.wire;

import org.jspecify.annotations.NullMarked;
