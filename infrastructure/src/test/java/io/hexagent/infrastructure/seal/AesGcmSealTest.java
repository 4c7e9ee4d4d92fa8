package io.hexagent.infrastructure.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Seal;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageLinks;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.infrastructure.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmSealTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder().encodeToString("another key, 32 bytes it has....".getBytes(StandardCharsets.UTF_8));

    @Test
    void whatIsSealedOpensForItsPurposeAndKeyAlone() {
        Seal seal = AesGcmSeal.of(KEY);
        String sealed = seal.seal("canary äöü", "mine");
        assertThat(sealed).startsWith("1.").doesNotContain("canary");
        assertThat(seal.seal("canary äöü", "mine")).isNotEqualTo(sealed);
        assertThat(seal.open(sealed, "mine")).isEqualTo("canary äöü");
        assertThatExceptionOfType(Seal.Broken.class).isThrownBy(() -> seal.open(sealed, "yours"));
        assertThatExceptionOfType(Seal.Broken.class)
                .isThrownBy(() -> AesGcmSeal.of(OTHER).open(sealed, "mine"));
    }

    @Test
    void whatWasChangedDoesNotOpen() {
        Seal seal = AesGcmSeal.of(KEY);
        byte[] bytes = Base64.getDecoder().decode(seal.seal("text", "mine").substring(2));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(Seal.Broken.class)
                    .isThrownBy(() -> seal.open("1." + Base64.getEncoder().encodeToString(changed), "mine"));
        }
        for (String wrong : new String[] {"", "text", "1.", "1.!", "2.AAAA", "1.AAAA"}) {
            assertThatExceptionOfType(Seal.Broken.class).isThrownBy(() -> seal.open(wrong, "mine"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "not base64!", "AAAA"})
    void aKeyOfAnotherSizeIsRefusedAndNotShown(String key) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> AesGcmSeal.of(key))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("base64!"));
    }

    @Test
    void theStoreSeesSealedSecretsOnly() {
        var store = new MemoryStore(MemoryStore.Options.defaults(), InstantSource.system());
        BrokerageLinks links = new SealedBrokerageLinks(store.brokerageLinks(), AesGcmSeal.of(KEY));
        var link = new BrokerageLink(OwnerId.LOCAL, new BrokerageUser("u", "canary"), Instant.EPOCH);
        assertThat(links.add(link)).isEqualTo(link);
        assertThat(links.find(OwnerId.LOCAL)).contains(link);
        assertThat(store.brokerageLinks().find(OwnerId.LOCAL))
                .hasValueSatisfying(kept ->
                        assertThat(kept.user().secret()).startsWith("1.").doesNotContain("canary"));
        assertThat(link.toString()).doesNotContain("canary");
        var second = new BrokerageLink(OwnerId.LOCAL, new BrokerageUser("v", "other"), Instant.EPOCH);
        assertThat(links.add(second)).as("the first stays").isEqualTo(link);
        BrokerageLinks lost = new SealedBrokerageLinks(store.brokerageLinks(), AesGcmSeal.of(OTHER));
        assertThatExceptionOfType(Seal.Broken.class).isThrownBy(() -> lost.find(OwnerId.LOCAL));
        assertThat(lost.delete(OwnerId.LOCAL)).isTrue();
        store.close();
    }
}
