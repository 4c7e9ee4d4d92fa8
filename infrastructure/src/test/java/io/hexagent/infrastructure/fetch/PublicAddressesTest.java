package io.hexagent.infrastructure.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fdff:ffff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void anAddressOfSpecialPurposeIsNotPublic(String literal) throws UnknownHostException {
        assertThat(PublicAddresses.contain(InetAddress.getByName(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00::1"
            })
    void aNeighbourOfTheRangesIsPublic(String literal) throws UnknownHostException {
        assertThat(PublicAddresses.contain(InetAddress.getByName(literal))).isTrue();
    }

    @Test
    void aMappedAddressThatStayedASixteenByteOneIsNotPublic() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        mapped[12] = 8;
        mapped[15] = 8;
        assertThat(PublicAddresses.contain(Inet6Address.getByAddress("mapped", mapped, -1)))
                .isFalse();
    }

    @Test
    void anAllowedHostIsANameAPortAnAddressOrABlock() throws UnknownHostException {
        AllowedHosts allowed = AllowedHosts.of(
                List.of("Intranet.Test", "wiki.test:8080", "10.1.0.0/16", "192.168.7.7", "fd00::/8", "127.0.0.1:90"));
        InetAddress inside = InetAddress.getByName("172.20.0.1");
        assertThat(allowed.allow("intranet.test", 1234, inside)).isTrue();
        assertThat(allowed.allow("wiki.test", 8080, inside)).isTrue();
        assertThat(allowed.allow("wiki.test", 8081, inside)).isFalse();
        assertThat(allowed.allow("sub.intranet.test", 80, inside)).isFalse();
        assertThat(allowed.allow("any.test", 80, InetAddress.getByName("10.1.255.1")))
                .isTrue();
        assertThat(allowed.allow("any.test", 80, InetAddress.getByName("10.2.0.1")))
                .isFalse();
        assertThat(allowed.allow("any.test", 80, InetAddress.getByName("192.168.7.7")))
                .isTrue();
        assertThat(allowed.allow("any.test", 80, InetAddress.getByName("192.168.7.8")))
                .isFalse();
        assertThat(allowed.allow("any.test", 80, InetAddress.getByName("fd12::1")))
                .isTrue();
        assertThat(allowed.allow("127.0.0.1", 90, InetAddress.getByName("127.0.0.1")))
                .isTrue();
        assertThat(allowed.allow("127.0.0.1", 91, InetAddress.getByName("127.0.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x", "a b", "10.0.0.0/33", "fd00::/129", "x/8", "10.0.0/8", "*.test", "a:99999999"})
    void anEntryThatIsNoHostIsRefused(String entry) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AllowedHosts.of(List.of(entry)));
    }
}
