package io.hexagent.infrastructure.offline;

import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows a question for a backtest. The strategy itself is read by the tool, which knows the markets and asks for what
 * is missing: here nothing of it is guessed.
 */
final class BacktestQuestions {
    private static final String LEAD = "^\\W*(?:(?:hi|hello|hey|please|now|so|ok|okay|then|let's|lets|let us|can you|"
            + "could you|would you|will you|i want you to|i want to|i would like to|i'd like to|i would like you to|"
            + "help me)\\b[\\s,]*)*";
    private static final Pattern BACKTEST = Pattern.compile(LEAD
            + "(?:(?:run|do|make|give me|show me|show|perform|start|i want|i need|i'd like|i would like)\\s+"
            + "(?:(?:a|an|the|some)\\s+)?(?:(?:quick|simple|full)\\s+)?)?back[- ]?test\\b");
    private static final Pattern TRY = Pattern.compile(LEAD + "(?:try|test|simulate|evaluate|check|run|trade)\\b");
    private static final Pattern HYPOTHETICAL = Pattern.compile("\\bhow (?:well |badly |much |good )?(?:would|did|does|"
            + "could|might|has|have)\\b.*\\b(?:done|do|perform(?:ed)?|fared?|work(?:ed)?|gone|made?|earn(?:ed)?|"
            + "return(?:ed)?|lost|lose|paid)\\b"
            + "|\\bwhat (?:would|could)\\b.*\\b(?:have|had|if)\\b|\\bwhat if (?:i|we|you|one)\\b"
            + "|\\bwhat (?:total )?(?:return|profit|drawdown|sharpe|result)s?\\b.*\\b(?:would|did|does)\\b");
    private static final Pattern INDICATOR = Pattern.compile("\\b(?:rsi|sma|ema|wma|macd|bollinger|golden cross|death"
            + " cross|moving[- ]averages?|crossovers?|cross(?:es)? (?:above|below|over|under)|donchian|atr|stochastic|"
            + "momentum|mean[- ]reversion|breakouts?|\\d+[- ]day (?:high|low)s?)\\b");
    private static final Pattern TRADES = Pattern.compile("\\b(?:strateg(?:y|ies)|crossovers?|cross(?:es)?|buy(?:ing)?|"
            + "bought|sell(?:ing)?|sold|trad(?:e|es|ed|ing)|stop[- ]?loss|take[- ]?profit)\\b");
    private static final Pattern STRATEGY = Pattern.compile("\\bstrategy\\b");
    private static final Pattern BUYS = Pattern.compile("\\b(?:buy(?:ing)?|bought|enter|go long)\\b");
    private static final Pattern SELLS =
            Pattern.compile("\\b(?:sell(?:ing)?|sold|exit|stop[- ]?loss|take[- ]?profit)\\b");

    /** Opinions, predictions and writing are none of this, whatever strategy they are about. */
    private static final Pattern NEVER = Pattern.compile("\\b(?:poems?|haikus?|essays?|story|stories|jokes?|songs?|"
            + "lyrics|limericks?|rap|translate|predict\\w*|forecast\\w*|tomorrow|next (?:week|month|year)|should|"
            + "recommend\\w*|advice|advise|suggest\\w*|opinions?|best|why|explain|define|definition|python|javascript|"
            + "sql|rich|news)\\b");

    /** The charts come with every backtest. */
    private static final Pattern CHARTS = Pattern.compile("(?i)(?:[,;.]\\s*|\\s+)(?:and\\s+|then\\s+)*(?:plot|draw|show"
            + "|chart)(?: me)? (?:it|(?:the|a) (?:results?|charts?|equity|equity curve|curve|trades|drawdown))"
            + "\\s*[.!?]*$");

    private BacktestQuestions() {}

    /**
     * @param onData whether a table is attached, of which a question with such words may be
     * @throws Unplannable when more than a backtest is asked for
     */
    static Optional<PlanStep> plan(String question, boolean onData) {
        String text =
                question.replace('’', '\'').replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
        Matcher other = NEVER.matcher(text);
        if (other.find()) {
            if (BACKTEST.matcher(text).find()) {
                throw Unplannable.refused("I backtest a strategy of given rules, and nothing more: I did not use \""
                        + other.group() + "\". Ask for the backtest alone, with when to buy and when to sell.");
            }
            return Optional.empty();
        }
        if (!asks(text, onData)) {
            return Optional.empty();
        }
        String description = CHARTS.matcher(question.strip()).replaceFirst("");
        return Optional.of(new PlanStep(
                "Backtest the strategy that is described.",
                "run_backtest",
                PlanStep.Arguments.fixed(
                        Value.fields().put("description", description).build()),
                new Telling(Telling.Kind.BACKTEST, "", ""),
                List.of(),
                Topic.NONE));
    }

    private static boolean asks(String text, boolean onData) {
        if (BACKTEST.matcher(text).find()) {
            return true;
        }
        boolean indicator = INDICATOR.matcher(text).find();
        boolean rules = BUYS.matcher(text).find() && SELLS.matcher(text).find();
        if (indicator && rules) {
            return true;
        }
        boolean verb = TRY.matcher(text).find() || HYPOTHETICAL.matcher(text).find();
        return verb
                && (onData
                        ? indicator && TRADES.matcher(text).find()
                        : indicator || rules || STRATEGY.matcher(text).find());
    }
}
