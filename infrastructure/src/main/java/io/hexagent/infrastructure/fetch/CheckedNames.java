package io.hexagent.infrastructure.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives out only addresses that may be connected to. A name is looked up once for a connection, and the addresses that
 * were checked are those that are connected to: an answer that changes in between changes nothing. One address that is
 * not public spoils all of a name's.
 */
final class CheckedNames implements DnsResolver {
    private final Names names;
    private final AllowedHosts allowed;

    CheckedNames(Names names, AllowedHosts allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    /** The host may not be connected to. Carries no address, since the inside of a network is nobody's business. */
    static final class NotPublic extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NotPublic(String host) {
            super(host);
        }
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        List<InetAddress> addresses = names.addresses(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            if (!PublicAddresses.contain(address) && !allowed.allow(host, port, address)) {
                throw new NotPublic(host);
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            // A lookup cannot be interrupted: whoever asked has left meanwhile.
            throw new UnknownHostException(host);
        }
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return resolve(host, 0).stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
