package io.hexagent.infrastructure.fetch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts that need not be public: names, {@code name:port}, addresses, or blocks of addresses as {@code 10.1.0.0/16}. A
 * name without a port is allowed with every port.
 */
public final class AllowedHosts {
    /** Nothing but what is public. */
    public static final AllowedHosts NONE = of(List.of());

    private static final Pattern NAME = Pattern.compile("([a-z0-9](?:[a-z0-9._-]{0,252}))(?::(\\d{1,5}))?");
    private static final Pattern ADDRESSES =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,3})?|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*(?:/\\d{1,3})?");

    private final Set<String> names;
    private final List<AddressBlock> blocks;

    private AllowedHosts(Set<String> names, List<AddressBlock> blocks) {
        this.names = names;
        this.blocks = blocks;
    }

    /** @throws IllegalArgumentException when an entry is none of these */
    public static AllowedHosts of(List<String> entries) {
        Set<String> names = new HashSet<>();
        List<AddressBlock> blocks = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            Matcher name = NAME.matcher(text);
            if (ADDRESSES.matcher(text).matches()) {
                blocks.add(AddressBlock.of(text));
            } else if (name.matches()) {
                names.add(text);
            } else {
                throw new IllegalArgumentException("\"" + entry
                        + "\" is no host; allowed are names, name:port, addresses and blocks as 10.1.0.0/16");
            }
        }
        return new AllowedHosts(Set.copyOf(names), List.copyOf(blocks));
    }

    boolean allow(String host, int port, InetAddress address) {
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name)
                || names.contains(name + ":" + port)
                || blocks.stream().anyMatch(block -> block.holds(address));
    }
}
