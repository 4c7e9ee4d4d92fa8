package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class InputRequestsTest {
    private static final PlainJson JSON = new PlainJson();

    @Test
    void theHashIsThatOfTheArgumentsAndNotOfTheirOrderOrWriting() {
        String hash = hash("{\"b\": {\"d\": 1.0, \"c\": [2, \"x\"]}, \"a\": true}");
        assertThat(hash).hasSize(64).isEqualTo(hash("{\"a\":true,\"b\":{\"c\":[2.00,\"x\"],\"d\":1}}"));
        assertThat(hash).isNotEqualTo(hash("{\"a\":true,\"b\":{\"c\":[\"x\",2],\"d\":1}}"));
        assertThat(hash).isNotEqualTo(hash("{\"a\":false,\"b\":{\"c\":[2,\"x\"],\"d\":1}}"));
        assertThat(hash(new BigDecimal("1e2"))).isEqualTo(hash(new BigDecimal("100")));
        assertThat(hash(new BigDecimal("0.00"))).isEqualTo(hash(BigDecimal.ZERO));
    }

    private static String hash(BigDecimal number) {
        return InputRequests.hash(
                Value.fields().put("n", new Value.Number(number)).build(), JSON);
    }

    private static String hash(String json) {
        return InputRequests.hash(JSON.readFields(json), JSON);
    }
}
