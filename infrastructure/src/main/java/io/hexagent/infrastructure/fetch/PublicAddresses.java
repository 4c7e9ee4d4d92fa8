package io.hexagent.infrastructure.fetch;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet, after IANA's registries of special-purpose addresses. The predicates
 * of {@link InetAddress} miss several of them: shared, benchmark and unique local ones, and all that hold an IPv4
 * address in an IPv6 one.
 */
final class PublicAddresses {
    private static final List<AddressBlock> NOT_PUBLIC_V4 = blocks(
            "0.0.0.0/8", // this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by the customers of a carrier
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local; clouds tell their secrets here
            "172.16.0.0/12", // private
            "192.0.0.0/24", // assigned by protocols
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /**
     * Only these are handed out to networks. Outside of them are loopback, mapped and compatible IPv4, NAT64, unique
     * local, link-local, site-local and multicast addresses.
     */
    private static final AddressBlock GLOBAL_V6 = AddressBlock.of("2000::/3");

    private static final List<AddressBlock> NOT_PUBLIC_V6 = blocks(
            "2001::/23", // assigned by protocols: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which holds an IPv4 address
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    private static List<AddressBlock> blocks(String... blocks) {
        return Stream.of(blocks).map(AddressBlock::of).toList();
    }

    static boolean contain(InetAddress address) {
        return address.getAddress().length == 4
                ? NOT_PUBLIC_V4.stream().noneMatch(block -> block.holds(address))
                : GLOBAL_V6.holds(address) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.holds(address));
    }
}
