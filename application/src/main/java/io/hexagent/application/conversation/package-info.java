/**
 * This room holds the use cases around conversations. What a run of a conversation does stands in the room {@code run}.
 */
@NullMarked
package io.hexagent.application.conversation;

import org.jspecify.annotations.NullMarked;
