package io.hexagent.infrastructure.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses, as {@code 10.0.0.0/8} or {@code fc00::/7}. */
record AddressBlock(InetAddress first, int bits) {

    /** @throws IllegalArgumentException when the text is no block; a single address is a block of one */
    static AddressBlock of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            // Only literals: a name would be looked up.
            if (!address.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*")) {
                throw new IllegalArgumentException("\"" + text + "\" is no block of addresses");
            }
            InetAddress first = InetAddress.getByName(address);
            int most = first.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("\"" + text + "\" has more than " + most + " bits");
            }
            return new AddressBlock(first, bits);
        } catch (UnknownHostException | NumberFormatException wrong) {
            throw new IllegalArgumentException("\"" + text + "\" is no block of addresses", wrong);
        }
    }

    boolean holds(InetAddress address) {
        byte[] block = first.getAddress();
        byte[] other = address.getAddress();
        if (block.length != other.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (block[i] != other[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        int mask = 0xFF << (Byte.SIZE - rest) & 0xFF;
        return rest == 0 || (block[whole] & mask) == (other[whole] & mask);
    }
}
