/**
 * This room holds the definitions of agents: instructions, tools, model and limits. Running one belongs to the
 * application.
 */
@NullMarked
package io.hexagent.domain.agent;

import org.jspecify.annotations.NullMarked;
