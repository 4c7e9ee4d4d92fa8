/**
 * This package holds the store that keeps everything in memory until it is closed: for tests and for embedders who need
 * no record. It keeps the same promises as the database's, but nothing outlives the process.
 */
@NullMarked
package io.hexagent.infrastructure.memory;

import org.jspecify.annotations.NullMarked;
