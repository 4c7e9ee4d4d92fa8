package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.StrategyWriter;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.MarketData;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a strategy from one message as a session without a language model does: by the same planner, with the same
 * questions about what is missing. Safe for use by many threads.
 */
public final class WordsWriter implements StrategyWriter {
    /** Words that would change the rules: a backtest of other rules than those meant is no answer. */
    private static final Pattern CHANGES_RULES = Pattern.compile("(?i).*\\d.*|above|below|over|under|greater|less|"
            + "higher|lower|b(?:uy\\w*|ought)|s(?:ell\\w*|old)|enter\\w*|exit\\w*|cross\\w*|stop\\w*|short\\w*|profit|"
            + "trailing|leverage\\w*|without|unless|except|never");

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
        if (reading.unused().stream()
                .anyMatch(word -> CHANGES_RULES.matcher(word).matches())) {
            return new Outcome.NotWritten(Respond.unused(talk)
                    + " Say it in other words, or leave it out: as it is, other rules would be tried.");
        }
        Optional<String> code = reading.code().or(() -> planner.write(owner, talk));
        return code.<Outcome>map(document -> new Outcome.Written(document, talk.notes(), reading.unused()))
                .orElseGet(() ->
                        new Outcome.NotWritten(Respond.unclear(talk) + " " + Respond.example(market.listings(owner))));
    }
}
