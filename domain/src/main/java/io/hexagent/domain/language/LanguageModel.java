package io.hexagent.domain.language;

import java.util.function.Consumer;

/** One model of one provider. Implementations are safe for use by many threads. */
public interface LanguageModel {
    /** Nobody listens. A model that sees this very consumer may take a cheaper way that has no pieces. */
    Consumer<Delta> SILENT = delta -> {};

    /**
     * Asks, and blocks until the reply is whole.
     *
     * @param deltas told each piece as it arrives, on the calling thread or another, one at a time
     * @throws LanguageModelException when there is no whole reply
     * @throws java.util.concurrent.CancellationException when the calling thread was interrupted; the flag stays set
     */
    Reply reply(Prompt prompt, Consumer<Delta> deltas);
}
