package io.hexagent.infrastructure.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkntSchemasTest {
    private static final String SCHEMA = """
        {"type":"object","additionalProperties":false,"required":["operation","x"],"properties":{
          "operation":{"type":"string","enum":["add","subtract","multiply"]},
          "x":{"type":"number"},
          "limit":{"type":"integer","minimum":1,"maximum":200},
          "name":{"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"},
          "group_by":{"type":"array","minItems":1,"maxItems":2,"uniqueItems":true,"items":{"anyOf":[{"type":"string"},
             {"type":"object","required":["column"],"additionalProperties":false,
              "properties":{"column":{"type":"string"},"period":{"enum":["year","month"]}}}]}},
          "either":{"type":["string","null"]},
          "one":{"const":1},
          "empty":{"type":"object","additionalProperties":false},
          "share":{"exclusiveMinimum":0,"exclusiveMaximum":1},
          "step":{"multipleOf":5}
        }}\
        """;

    private final JacksonJson json = new JacksonJson();
    private final NetworkntSchemas schemas = new NetworkntSchemas();
    private final Value.Fields schema = json.readFields(SCHEMA);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"operation\":\"plus\",\"x\":1} | operation: \"plus\" is not one of add, subtract, multiply",
                "{\"operation\":\"add\"} | missing field \"x\"",
                "{\"operation\":\"add\",\"x\":1,\"foo\":2} | unknown field \"foo\"; allowed: operation, x, limit,"
                        + " name, group_by, either, one, empty, share, step",
                "{\"operation\":\"add\",\"x\":\"five\"} | x: \"five\" is not a number",
                "{\"operation\":\"add\",\"x\":1,\"limit\":1.5} | limit: 1.5 is not an integer",
                "{\"operation\":\"add\",\"x\":1,\"limit\":0} | limit: 0 is under the minimum of 1",
                "{\"operation\":\"add\",\"x\":1,\"limit\":201} | limit: 201 is over the maximum of 200",
                "{\"operation\":\"add\",\"x\":1,\"name\":\"a\"} | name: \"a\" is too short, at least 2 characters are"
                        + " allowed",
                "{\"operation\":\"add\",\"x\":1,\"name\":\"abcdef\"} | name: \"abcdef\" is too long, at most 5"
                        + " characters are allowed",
                "{\"operation\":\"add\",\"x\":1,\"name\":\"A1\"} | name: \"A1\" does not match the pattern"
                        + " \"^[a-z]+$\"",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[]} | group_by: has 0 items, at least 1 needed",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[\"a\",\"b\",\"c\"]} | group_by: has 3 items, at most 2"
                        + " allowed",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[\"a\",\"a\"]} | group_by: the items must differ from"
                        + " each other",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[5]} | group_by[0]: 5 is not a string or an object",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[{\"column\":\"c\",\"period\":\"day\"}]} |"
                        + " group_by[0].period: \"day\" is not one of year, month",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[{\"period\":\"year\"}]} | group_by[0]: missing field"
                        + " \"column\"",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[{\"column\":\"c\",\"bin\":1}]} | group_by[0]: unknown"
                        + " field \"bin\"; allowed: column, period",
                "{\"operation\":\"add\",\"x\":1,\"either\":true} | either: true is not a string or null",
                "{\"operation\":\"add\",\"x\":1,\"one\":2} | one: 2 is not 1",
                "{\"operation\":\"add\",\"x\":1,\"empty\":{\"a\":1}} | empty: unknown field \"a\"; no field is allowed",
                "{\"operation\":\"add\",\"x\":1,\"share\":1} | share: 1 must be less than 1",
                "{\"operation\":\"add\",\"x\":1,\"step\":7} | step: 7 is no multiple of 5",
                "[1] | [1] is not an object"
            })
    void aViolationNamesTheFieldWhatWasGivenAndWhatIsAllowed(String given, String sentence) {
        assertThat(schemas.violations(schema, json.read(given))).containsExactly(sentence);
    }

    @Test
    void everyViolationIsToldAtOnce() {
        assertThat(schemas.violations(schema, json.read("{\"operation\":5,\"limit\":\"x\"}")))
                .containsExactlyInAnyOrder(
                        "missing field \"x\"",
                        "operation: 5 is not a string",
                        "operation: 5 is not one of add, subtract, multiply",
                        "limit: \"x\" is not an integer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"operation\":\"add\",\"x\":5}",
                "{\"operation\":\"add\",\"x\":5.5e3,\"limit\":5.0}",
                "{\"operation\":\"add\",\"x\":1,\"group_by\":[\"a\",{\"column\":\"b\",\"period\":\"year\"}],\"either\":null}",
                "{\"operation\":\"add\",\"x\":1,\"one\":1.0,\"share\":0.5,\"step\":10}"
            })
    void aValidValueHasNoViolations(String given) {
        assertThat(schemas.violations(schema, json.read(given))).isEmpty();
    }

    @Test
    void longValuesAreShownShortened() {
        var long200 =
                Value.fields().put("operation", "x".repeat(200)).put("x", 1).build();
        assertThat(schemas.violations(schema, long200).getFirst()).hasSizeLessThan(140);
    }

    @Test
    void whatIsNoSchemaIsABrokenPromise() {
        var broken =
                json.readFields("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"https://example.org/x\"}}}");
        assertThatThrownBy(() -> schemas.violations(broken, json.read("{\"a\":1}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"banana\"}",
                "{\"type\":7}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"text\"}}}",
                "{\"type\":\"object\",\"properties\":[]}",
                "{\"type\":\"object\",\"required\":\"a\"}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"https://example.invalid/s.json\"}}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}}"
            })
    void whatIsNoSchemaIsTold(String text) {
        assertThat(schemas.problems(json.readFields(text))).isNotEmpty();
    }

    @Test
    void aSchemaHasNoProblems() {
        assertThat(schemas.problems(schema)).isEmpty();
    }
}
