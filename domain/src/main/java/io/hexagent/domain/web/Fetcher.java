package io.hexagent.domain.web;

import java.util.concurrent.CancellationException;

/**
 * Fetches from addresses that a model, a user or a page has named. It connects to nothing but public addresses and the
 * private hosts that the operator allows, whatever names, redirects and changing name servers say, and bounds size,
 * time and types. Implementations are safe for use by many threads.
 */
public interface Fetcher {
    /**
     * Sends the request, follows its redirects and reads the whole answer, whatever its status. Blocks. What goes wrong
     * outside is a {@link Fetched.Refused}.
     *
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    Fetched fetch(FetchRequest request);
}
