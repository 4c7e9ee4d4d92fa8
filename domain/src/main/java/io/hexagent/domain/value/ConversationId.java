package io.hexagent.domain.value;

/** One conversation; the API calls it a thread. */
public record ConversationId(String value) {
    public ConversationId {
        Identity.check("conversation id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
