/**
 * This package takes the text out of files, on Apache Tika. Files come from anywhere: they are read by a process of its
 * own, with bounds on its time and memory.
 */
@NullMarked
package io.hexagent.infrastructure.tika;

import org.jspecify.annotations.NullMarked;
