package io.hexagent.application.strategy.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message that is being read: what was understood is blanked out, so that nothing is understood twice and what is
 * left at the end is known. For one thread.
 */
final class Utterance {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}.%'_-]*");

    /** Words that mean nothing by themselves. */
    private static final Set<String> EMPTY = Set.copyOf(Arrays.asList(
            ("a an the and or but so then also too please just only now want would like i we you it its it's me my our"
                + " your to of on for in at by with from as is are be was were that this these those there here let"
                + " lets let's do does did can could should shall will may might make create build write give get have"
                + " has need needs take try run test backtest use using set put add change strategy strategies system"
                + " rule rules trade trading trader position positions stock stocks share shares price prices signal"
                + " signals bot algo algorithm simple basic good new some any all when whenever if once while than"
                + " into over about which what who how hi hello hey ok okay thanks thank yes no not instead again"
                + " rather still more less day days daily bar bars period periods candle candles data symbol ticker"
                + " timeframe crossing crossover cross crosses long based one ones value values level levels line"
                + " lines go going start starting end ending show during me everything else same keep other another"
                + " see think maybe idea done perform performed fare fared gone please had been well compute calculate"
                + " i'd i'm i'll buy sell enter exit entry money dollars dollar usd cash percent indicator indicators")
                    .split(" ", -1)));

    private final String original;
    private final StringBuilder text;
    private final StringBuilder left;

    Utterance(String message) {
        String tidy = message.replace('’', '\'')
                .replace('–', '-')
                .replace('—', '-')
                .replace('“', '"')
                .replace('”', '"');
        original = tidy;
        text = new StringBuilder(tidy.length());
        for (int i = 0; i < tidy.length(); i++) {
            text.append(Character.toLowerCase(tidy.charAt(i)));
        }
        left = new StringBuilder(text);
    }

    /** What is left to be read, in lower case; what was understood is blank. */
    String left() {
        return left.toString();
    }

    /** The same places of the message as it was written. */
    String original(int from, int to) {
        return original.substring(from, to);
    }

    String original() {
        return original;
    }

    /** All of it in lower case, whatever was understood of it. */
    String whole() {
        return text.toString();
    }

    /** Finds the pattern in what is left, and blanks it out. */
    Optional<MatchResult> take(Pattern pattern) {
        Matcher matcher = pattern.matcher(left);
        if (!matcher.find()) {
            return Optional.empty();
        }
        MatchResult found = matcher.toMatchResult();
        blank(found.start(), found.end());
        return Optional.of(found);
    }

    boolean takes(Pattern pattern) {
        return take(pattern).isPresent();
    }

    /** As {@link #take}, as often as it is there. */
    void takeAll(Pattern pattern, Consumer<MatchResult> each) {
        for (Optional<MatchResult> found = take(pattern); found.isPresent(); found = take(pattern)) {
            if (found.get().end() == found.get().start()) {
                return;
            }
            each.accept(found.get());
        }
    }

    void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            left.setCharAt(i, ' ');
        }
    }

    /** A place that was blanked out too early. */
    void restore(int at, char what) {
        left.setCharAt(at, what);
    }

    /** Words with a meaning of which nothing was made, as they were written. */
    List<String> unused() {
        var words = new ArrayList<String>();
        Matcher word = WORD.matcher(left);
        while (word.find()) {
            if (!EMPTY.contains(word.group().replaceAll("[.']+$", ""))) {
                words.add(original(word.start(), word.end()).replaceAll("[.']+$", ""));
            }
        }
        return List.copyOf(words);
    }
}
