package io.hexagent.infrastructure.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"a\" : [ 1 , 2 ] } | {\"a\":[1,2]}",
                "{ \"a b\" : \" x \\\" y \\\\\" , \"c\" : 1 } | {\"a b\":\" x \\\" y \\\\\",\"c\":1}",
                "[ \"ü 🐧\" , \"ü\" ] | [\"ü 🐧\",\"ü\"]",
                "[ \"\" , \"\" ] | [\"\",\"\"]"
            })
    void whiteSpaceGoesOutsideOfStringsOnly(String given, String compact) {
        CompactBody body = CompactBody.of(given.replace(" : ", "\r\n :\t "));
        assertThat(new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8))
                .isEqualTo(compact);
    }
}
