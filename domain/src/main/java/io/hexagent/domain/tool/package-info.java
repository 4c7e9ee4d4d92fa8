/**
 * This room holds what an agent can call: a tool, its description, a call and its result. Which tools there are and how
 * one is run belong to the application.
 */
@NullMarked
package io.hexagent.domain.tool;

import org.jspecify.annotations.NullMarked;
