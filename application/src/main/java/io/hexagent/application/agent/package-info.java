/** This room holds the built-in agents. */
@NullMarked
package io.hexagent.application.agent;

import org.jspecify.annotations.NullMarked;
