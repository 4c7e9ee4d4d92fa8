package io.hexagent.domain.conversation;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import java.time.Instant;

/**
 * A conversation: runs one after the other, each seeing what came before.
 *
 * @param title one line, by default the start of the first question
 */
public record Conversation(
        ConversationId id, OwnerId owner, String title, Value.Fields metadata, Instant createdAt, Instant updatedAt) {
    private static final int TITLE_LENGTH = 80;

    /** The start of a question, as a title: one line of at most 80 characters. */
    public static String titleOf(String question) {
        String line = question.strip().replaceAll("\\s+", " ");
        if (line.length() <= TITLE_LENGTH) {
            return line;
        }
        int end = TITLE_LENGTH - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
