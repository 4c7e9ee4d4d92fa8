package io.hexagent.infrastructure.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Addresses of Redis. */
final class RedisAddressTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void oneAddressIsOneServer() {
        var address = RedisAddress.parse(" redis://me:secret@cache.example:6380/2 ");
        assertThat(address.isCluster()).isFalse();
        var uri = address.uris(SECOND).getFirst();
        assertThat(uri.getHost()).isEqualTo("cache.example");
        assertThat(uri.getPort()).isEqualTo(6380);
        assertThat(uri.getDatabase()).isEqualTo(2);
        assertThat(uri.isSsl()).isFalse();
        assertThat(uri.getTimeout()).isEqualTo(SECOND);
        assertThat(address).hasToString("redis://cache.example:6380");
    }

    @Test
    void severalAddressesAreAClustersNodes() {
        var address = RedisAddress.parse("rediss://:p%2Cw@a:7000, rediss://b:7001,rediss://c");
        assertThat(address.isCluster()).isTrue();
        assertThat(address.uris(SECOND)).extracting(uri -> uri.getHost()).containsExactly("a", "b", "c");
        assertThat(address.uris(SECOND)).allMatch(uri -> uri.isSsl() && uri.isVerifyPeer());
        assertThat(address).hasToString("rediss://a:7000,rediss://b:7001,rediss://c");
    }

    @Test
    void whatIsNoAddressIsRefusedInWordsThatShowNoPassword() {
        refused("", "the address of Redis has no scheme");
        refused("cache:6379", "the address of Redis has no scheme");
        refused("http://:geheim@cache", "an address of kind \"http\" is not supported for Redis");
        refused("redis://", "the address of Redis cannot be read (character 8");
        refused("redis://:geheim@ca che", "the address of Redis cannot be read (character");
        refused("redis://:geheim@cache/one", "ends in \"/one\"");
        refused("redis://a:1,b:2", "the address of Redis has no scheme");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> RedisAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining(why)
                .hasMessageContaining("allowed is redis://")
                .hasMessageNotContaining("geheim");
    }
}
