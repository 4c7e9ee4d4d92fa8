/**
 * This room holds conversations and the messages that a language model sees. The record of a run is in the room
 * {@code run}; messages are a projection of it.
 */
@NullMarked
package io.hexagent.domain.conversation;

import org.jspecify.annotations.NullMarked;
