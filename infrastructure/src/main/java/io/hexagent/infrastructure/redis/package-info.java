/**
 * This package holds what Redis does for processes that share a store: it carries signals and texts that are being
 * written, keeps results of tools and counters, and shows the state of threads. It is never the record: whatever is
 * lost with it is in the store or can be done again. Nothing else may depend on its driver.
 */
@NullMarked
package io.hexagent.infrastructure.redis;

import org.jspecify.annotations.NullMarked;
