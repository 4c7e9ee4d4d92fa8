package io.hexagent.application.strategy.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hi | GREETING",
                "Hello there! | GREETING",
                "Good morning | GREETING",
                "help | HELP",
                "What can you do? | HELP",
                "? | HELP",
                "which indicators are there? | HELP",
                "what is the status | STATUS",
                "what's the status? | STATUS",
                "status | STATUS",
                "show me the code | STATUS",
                "how is it going? | STATUS",
                "thanks | THANKS",
                "Great, thank you! | THANKS",
                "thanks, that's all | GOODBYE",
                "Thanks, that’s all! | GOODBYE",
                "bye | GOODBYE",
                "no thanks | GOODBYE",
                "I'm done, thanks | GOODBYE",
                "that's all for now, bye | GOODBYE",
                "hi, RSI strategy on GOOG | STRATEGY",
                "buy below 30, sell above 70 | STRATEGY",
                "exit when rsi is above 70 | STRATEGY",
                "rerun for 2006 | STRATEGY",
                "thanks, add a 5% stop loss | STRATEGY",
                "purple elephants | STRATEGY"
            })
    void aMessageIsToldByItsWords(String message, Topic topic) {
        assertThat(Topic.of(message)).isEqualTo(topic);
    }
}
