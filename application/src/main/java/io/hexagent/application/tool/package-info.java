/**
 * This room holds the registry of tools, the one place that runs them, and the use cases on them. What a tool does
 * belongs to its adapter.
 */
@NullMarked
package io.hexagent.application.tool;

import org.jspecify.annotations.NullMarked;
