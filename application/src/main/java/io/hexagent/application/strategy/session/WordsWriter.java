package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.StrategyWriter;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.MarketData;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes a strategy from one message as a session without a language model does: by the same planner, with the same
 * questions about what is missing. Safe for use by many threads.
 */
public final class WordsWriter implements StrategyWriter {
    private final Planner planner;
    private final Clarify clarify;
    private final MarketData market;

    public WordsWriter(MarketData market, InstantSource clock) {
        this.planner = new OfflinePlanner(market);
        this.clarify = new Clarify(planner, market, clock);
        this.market = market;
    }

    @Override
    public Outcome write(OwnerId owner, String description) {
        Talk talk = clarify.read(owner, Talk.first(description));
        Reading reading = talk.reading().orElseThrow();
        if (!reading.isUnderstood()) {
            return new Outcome.NotWritten(Respond.unclear(talk) + " " + Respond.example(market.listings(owner)));
        }
        if (talk.question().isPresent()) {
            String unused = Respond.unused(talk);
            return new Outcome.NotWritten(talk.question().get() + (unused.isEmpty() ? "" : " " + unused));
        }
        Optional<String> code = reading.code().or(() -> planner.write(owner, talk));
        return code.<Outcome>map(document -> new Outcome.Written(document, talk.notes(), reading.unused()))
                .orElseGet(() ->
                        new Outcome.NotWritten(Respond.unclear(talk) + " " + Respond.example(market.listings(owner))));
    }
}
