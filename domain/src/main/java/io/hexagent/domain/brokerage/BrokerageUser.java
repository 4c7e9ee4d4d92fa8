package io.hexagent.domain.brokerage;

/**
 * Who an owner is at the service that reaches brokers.
 *
 * @param secret proves it; never shown
 */
public record BrokerageUser(String id, String secret) {
    public BrokerageUser {
        if (id.isBlank() || id.length() > 128 || secret.isEmpty()) {
            throw new IllegalArgumentException("a user's id has 1 to 128 characters and a secret, got an id of "
                    + id.length() + " and a secret of " + secret.length());
        }
    }

    @Override
    public String toString() {
        return "BrokerageUser[id=" + id + ", secret=(secret)]";
    }
}
