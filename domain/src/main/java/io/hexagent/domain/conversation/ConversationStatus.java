package io.hexagent.domain.conversation;

import java.util.Locale;

/** What a conversation's runs are doing. */
public enum ConversationStatus {
    IDLE,
    /** A run waits for a worker or is at work. */
    BUSY,
    /** A run waits for a person. */
    AWAITING_INPUT;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
