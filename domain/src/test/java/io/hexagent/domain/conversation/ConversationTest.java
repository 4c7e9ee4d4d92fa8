package io.hexagent.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationTest {
    @Test
    void aTitleIsOneLineOfAtMostEightyCharacters() {
        assertThat(Conversation.titleOf("  What\n is   this? ")).isEqualTo("What is this?");
        String title = Conversation.titleOf("x".repeat(78) + "\uD83D\uDC27" + "y".repeat(20));
        assertThat(title).hasSize(79).endsWith("x…");
    }
}
