/**
 * This package holds the language model that needs no key: a deterministic planner that links the words of a question
 * to columns, values and calculations, plans tool calls, and refuses what it could not place. What the tools calculate
 * is not decided here.
 */
@NullMarked
package io.hexagent.infrastructure.offline;

import org.jspecify.annotations.NullMarked;
