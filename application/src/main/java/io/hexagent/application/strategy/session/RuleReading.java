package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message says of the rules of buying and selling.
 *
 * @param entry from now on; empty when it was never said
 * @param isFound whether the message says something of them
 * @param isAmended whether it changes rules that were there, without saying them anew
 */
record RuleReading(
        Optional<String> entry,
        Optional<String> exit,
        boolean isFound,
        boolean isAmended,
        List<String> assumptions,
        List<String> problems) {
    private static final String ENTRY_WORDS =
            "buy(?:s|ing)?|bought|enter(?:s|ing|ed)?(?: long)?|go(?:es|ing)? long|long|entry|purchases?|open (?:a"
                    + " )?(?:long )?position";
    private static final String EXIT_WORDS =
            "sell(?:s|ing)?|sold|exit(?:s|ing|ed)?|close (?:it|out|(?:the |my )?position)|get(?:s|ting)? out|liquidate";
    private static final Pattern KEY =
            Pattern.compile("\\b(?:(" + ENTRY_WORDS + ")|(" + EXIT_WORDS + "))\\b(?:\\s+(?:the"
                                                                         + " )?(?:it|stock|shares?|position|signal|rules?|conditions?))?(?:\\s*(?:is|are|:|=|-|only|when(?:ever)?|if|once|as"
                                                                         + " soon as|on|while|at|every time|in"
                                                                         + " case|long|again)(?![a-z]))*");
    private static final Pattern FILTER = Pattern.compile(
            "\\b(?:but\\s+)?(?:(?:also|additionally|only)\\s+(?:require|buy|enter|trade)?\\s*(?:that\\s+)?(?:when|if|while)?|add"
                + " (?:a |the )?(?:filter|condition)\\s*(?:that|:|when|of)?|require(?: that)?|filter(?:ed)?"
                + " (?:by|with|on)|(?:and )?only (?:buy |enter |trade )?(?:when|if|while))\\s+(.+)");
    private static final Pattern INSTEAD_OF = Pattern.compile(
            "\\b(?:use|take|try|with|make it|set|put)?\\s*(?:an?\\s+|the\\s+)?(-?\\d+(?:\\.\\d+)?|sma|ema|wma)s?(?:[-"
                    + " ]*(?:days?|bars?|periods?))?\\s+(?:instead of|rather than|in place"
                    + " of|not)\\s+(?:an?\\s+|the\\s+)?(-?\\d+(?:\\.\\d+)?|sma|ema|wma)s?\\b");
    private static final Pattern CHANGE_TO = Pattern.compile(
            "\\b(?:change|replace|swap|move|raise|lower|increase|decrease|reduce|set)\\s+(?:the\\s+)?(?:[a-z"
                + " ]*?\\s)?(?:from\\s+)?(-?\\d+(?:\\.\\d+)?|sma|ema|wma)s?\\s+(?:to|with|by|for)\\s+(?:an?\\s+)?(-?\\d+(?:\\.\\d+)?|sma|ema|wma)s?\\b");
    private static final Pattern TWO =
            Pattern.compile("\\b(?:use|take|try|with|make (?:it|them|that)|set (?:it|them)(?: to)?|change (?:it|them)?"
                + " ?to|lengths?|thresholds?|levels?|of|to|now)\\s+(?:the\\s+)?(?:lengths?\\s+|thresholds?\\s+|levels?\\s+)?(?:of\\s+)?(\\d+(?:\\.\\d+)?)\\s*(?:and|/|,|x|&|-|for)\\s*(\\d+(?:\\.\\d+)?)(?:[-"
                + " ]*(?:days?|bars?))?(?:\\s+(?:instead|please|now|then))*\\s*[.!]*$");
    private static final Pattern AVERAGE = Pattern.compile("\\b(?:use|with|try|make (?:it|them)|switch to|change"
            + " to|take)\\s+(?:an?\\s+|the\\s+)?(?:(sma|ema|wma)s?|(simple|exponential|weighted)(?: moving)?(?:"
            + " averages?)?)(?:\\s+(?:instead|please|now))*\\s*[.!]*$");
    private static final Pattern LENGTH = Pattern.compile(
            "\\b(?:use|with|try|make|set|change|take)\\s+(?:it\\s+|the\\s+)?(?:an?\\s+)?(?:(?:rsi|window|length|period|lookback|look-back)(?:'s)?\\s+)*(?:length\\s+|period\\s+|window\\s+)?(?:of\\s+|to\\s+)?(\\d+)[-"
                + " ]*(?:days?|bars?|periods?)?(?:\\s+(?:rsi|length|period|window|instead|please|now))*\\s*[.!]*$");
    private static final Pattern COMPARED_NUMBER = Pattern.compile("(?<=[<>]=? )-?\\d+(?:\\.\\d+)?");
    private static final Pattern LENGTH_NUMBER =
            Pattern.compile("(?:sma|ema|wma|rsi|roc|highest|lowest|stddev)\\(\\w+, (\\d+)\\)");

    RuleReading {
        assumptions = List.copyOf(assumptions);
        problems = List.copyOf(problems);
    }

    static RuleReading of(Utterance said, StrategySpec before) {
        return before.entry().isPresent()
                ? amended(said, before).orElseGet(() -> written(said, before))
                : written(said, before);
    }

    /** Rules that are there, with another number, another average, or one condition more. */
    private static Optional<RuleReading> amended(Utterance said, StrategySpec before) {
        String entry = before.entry().orElse("");
        String exit = before.exit().orElse("");
        Optional<MatchResult> swap = said.take(INSTEAD_OF);
        if (swap.isPresent()) {
            return Optional.of(
                    replaced(entry, exit, swap.get().group(2), swap.get().group(1)));
        }
        swap = said.take(CHANGE_TO);
        if (swap.isPresent()) {
            return Optional.of(
                    replaced(entry, exit, swap.get().group(1), swap.get().group(2)));
        }
        boolean saysRules = KEY.matcher(said.left()).find();
        if (!saysRules) {
            Optional<MatchResult> two = said.take(TWO);
            if (two.isPresent()) {
                return Optional.of(
                        two(entry, exit, two.get().group(1), two.get().group(2)));
            }
            Optional<MatchResult> average = said.take(AVERAGE);
            if (average.isPresent()) {
                String name = average.get().group(1) != null
                        ? average.get().group(1)
                        : average.get().group(2);
                return Optional.of(average(entry, exit, name));
            }
            Optional<MatchResult> length = said.take(LENGTH);
            if (length.isPresent()) {
                return Optional.of(length(entry, exit, length.get().group(1)));
            }
        }
        Matcher filter = FILTER.matcher(said.left());
        if (filter.find()) {
            Optional<String> more = new RuleWords(Family.of(before.entry())).rule(filter.group(1));
            if (more.isPresent()) {
                said.blank(filter.start(), filter.end());
                String both = bracketed(entry) + " && " + bracketed(more.get());
                return Optional.of(new RuleReading(Optional.of(both), before.exit(), true, true, List.of(), List.of()));
            }
        }
        return Optional.empty();
    }

    private static String bracketed(String rule) {
        return rule.contains("||") ? "(" + rule + ")" : rule;
    }

    private static RuleReading changed(String entry, String exit, String newEntry, String newExit, String problem) {
        boolean same = entry.equals(newEntry) && exit.equals(newExit);
        return new RuleReading(
                Optional.of(newEntry),
                Optional.of(newExit).filter(rule -> !rule.isEmpty()),
                true,
                true,
                List.of(),
                same ? List.of(problem) : List.of());
    }

    private static RuleReading replaced(String entry, String exit, String old, String other) {
        String pattern = "(?<![\\w.])" + Pattern.quote(old) + "(?![\\w.])";
        return changed(
                entry,
                exit,
                entry.replaceAll(pattern, Matcher.quoteReplacement(other)),
                exit.replaceAll(pattern, Matcher.quoteReplacement(other)),
                "There is no " + old + " in the rules: buy when " + entry + ", sell when " + exit
                        + ". What should be changed?");
    }

    private static RuleReading two(String entry, String exit, String one, String other) {
        var lengths = new TreeSet<Integer>();
        Matcher length = LENGTH_NUMBER.matcher(entry + " " + exit);
        while (length.find()) {
            lengths.add(Integer.parseInt(length.group(1)));
        }
        if (lengths.size() == 2 && one.matches("\\d+") && other.matches("\\d+")) {
            int small = Math.min(Integer.parseInt(one), Integer.parseInt(other));
            int large = Math.max(Integer.parseInt(one), Integer.parseInt(other));
            return changed(
                    entry,
                    exit,
                    lengths(entry, lengths.first(), small, lengths.last(), large),
                    lengths(exit, lengths.first(), small, lengths.last(), large),
                    "The lengths are " + lengths.first() + " and " + lengths.last()
                            + " already. What should be changed?");
        }
        Matcher buys = COMPARED_NUMBER.matcher(entry);
        Matcher sells = COMPARED_NUMBER.matcher(exit);
        if (buys.find() && sells.find()) {
            boolean lowBuys = Double.parseDouble(buys.group()) <= Double.parseDouble(sells.group());
            boolean inOrder = Double.parseDouble(one) <= Double.parseDouble(other);
            String first = lowBuys == inOrder ? one : other;
            String second = lowBuys == inOrder ? other : one;
            return changed(
                    entry,
                    exit,
                    COMPARED_NUMBER.matcher(entry).replaceFirst(first),
                    COMPARED_NUMBER.matcher(exit).replaceFirst(second),
                    "The levels are these already. What should be changed?");
        }
        return changed(
                entry,
                exit,
                entry,
                exit,
                "I do not know which two numbers of the rules you mean: buy when " + entry + ", sell when " + exit
                        + ". Say for example \"use 20 instead of 50\".");
    }

    private static String lengths(String rule, int firstOld, int first, int secondOld, int second) {
        var out = new StringBuilder();
        Matcher length = LENGTH_NUMBER.matcher(rule);
        int at = 0;
        while (length.find()) {
            int old = Integer.parseInt(length.group(1));
            out.append(rule, at, length.start(1)).append(old == firstOld ? first : old == secondOld ? second : old);
            at = length.end(1);
        }
        return out.append(rule.substring(at)).toString();
    }

    private static RuleReading length(String entry, String exit, String other) {
        var lengths = new TreeSet<Integer>();
        Matcher length = LENGTH_NUMBER.matcher(entry + " " + exit);
        while (length.find()) {
            lengths.add(Integer.parseInt(length.group(1)));
        }
        if (lengths.size() != 1) {
            return changed(
                    entry,
                    exit,
                    entry,
                    exit,
                    "I do not know which number of the rules you mean: buy when " + entry + ", sell when " + exit
                            + ". Say for example \"use 20 instead of 50\".");
        }
        int old = lengths.first();
        int value = Integer.parseInt(other);
        return changed(
                entry,
                exit,
                lengths(entry, old, value, old, value),
                lengths(exit, old, value, old, value),
                "The length is " + old + " already. What should be changed?");
    }

    private static RuleReading average(String entry, String exit, String name) {
        String function = name.startsWith("e") ? "ema" : name.startsWith("w") ? "wma" : "sma";
        String pattern = "\\b(?:sma|ema|wma)\\(close";
        return changed(
                entry,
                exit,
                entry.replaceAll(pattern, function + "(close"),
                exit.replaceAll(pattern, function + "(close"),
                "There is no other average in the rules: buy when " + entry + ", sell when " + exit
                        + ". What should be changed?");
    }

    /** Rules said anew, or in part. */
    private static RuleReading written(Utterance said, StrategySpec before) {
        String text = said.left();
        var keys = new ArrayList<MatchResult>();
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            keys.add(key.toMatchResult());
        }
        String head = keys.isEmpty() ? text : text.substring(0, keys.getFirst().start());
        var heading = new Utterance(head);
        Optional<Family> named = Family.in(heading);
        // What a clause names is about that; "RSI" may stand behind the rules as well: buy below 30 using RSI.
        Optional<Family> subject =
                named.or(() -> Family.in(new Utterance(text))).or(() -> Family.of(before.entry()));
        var words = new RuleWords(subject);
        Optional<String> entry = Optional.empty();
        Optional<String> exit = Optional.empty();
        var problems = new ArrayList<String>();
        var rules = new ArrayList<String>();
        boolean saysEntry = false;
        boolean saysExit = false;
        for (int i = 0; i < keys.size(); i++) {
            int end = i + 1 < keys.size() ? keys.get(i + 1).start() : text.length();
            boolean buys = keys.get(i).group(1) != null;
            String clause = clause(text.substring(keys.get(i).end(), end));
            if (clause.isEmpty() || clause.matches("(?:and|or|then|signals?|the|a|strategy)+")) {
                continue;
            }
            // "sell when it crosses below": what was just bought at.
            var aware =
                    new RuleWords(named.or(() -> Family.of(saidEntry(rules))).or(() -> subject));
            Optional<String> rule = ofClause(aware, clause, buys);
            if (rule.isPresent()) {
                said.blank(keys.get(i).start(), end);
            } else if (isBlank(clause)) {
                continue;
            } else {
                said.blank(keys.get(i).start(), end);
                problems.add("I did not understand when to " + (buys ? "buy" : "sell") + ": \"" + clause
                        + "\". Say for example \"RSI below 30\" or \"close above the 50-day average\".");
            }
            saysEntry |= buys;
            saysExit |= !buys;
            if (buys) {
                entry = rule;
            } else {
                exit = rule;
            }
            rule.ifPresent(rules::add);
        }
        if (named.isPresent()) {
            said.blank(0, head.length());
            keepUnused(said, heading, head);
        } else if (!saysEntry && !saysExit) {
            Optional<String> whole = condition(words, text);
            if (whole.isPresent()) {
                said.blank(0, text.length());
                entry = whole;
                saysEntry = true;
            }
        }
        if (named.isPresent() || saysEntry || saysExit) {
            return completed(new Said(named, entry, exit, saysEntry, saysExit, problems), before);
        }
        return new RuleReading(before.entry(), before.exit(), false, false, List.of(), problems);
    }

    private record Said(
            Optional<Family> family,
            Optional<String> entry,
            Optional<String> exit,
            boolean saysEntry,
            boolean saysExit,
            List<String> problems) {}

    /** What was not said is taken from the family, from before, or from the opposite. */
    private static RuleReading completed(Said said, StrategySpec before) {
        var assumptions = new ArrayList<String>();
        Optional<String> entry = said.entry();
        Optional<String> exit = said.exit();
        if (!said.saysEntry()) {
            if (said.family().isPresent() && !(said.saysExit() && before.entry().isPresent())) {
                entry = said.family().map(Family::entry);
                assumptions.add("Buys when " + entry.get() + ", as is usual.");
            } else {
                entry = before.entry();
            }
        }
        if (!said.saysExit()) {
            if (said.family().isPresent() && !said.saysEntry()) {
                exit = said.family().map(Family::exit);
                assumptions.add("Sells when " + exit.get() + ", as is usual.");
            } else if (before.exit().isPresent() && before.entry().isPresent()) {
                exit = before.exit();
            } else {
                exit = entry.flatMap(Family::opposite);
                exit.ifPresent(rule -> assumptions.add("Sells when " + rule + ", since nothing was said."));
            }
        }
        return new RuleReading(entry, exit, true, false, assumptions, said.problems());
    }

    private static Optional<String> saidEntry(List<String> rules) {
        return rules.stream().findFirst();
    }

    private static Optional<String> ofClause(RuleWords words, String clause, boolean buys) {
        Optional<String> rule = words.rule(clause);
        if (rule.isPresent()) {
            return rule;
        }
        // "buy the golden cross", "sell on MACD": the family alone.
        var said = new Utterance(clause);
        Optional<Family> family = Family.in(said);
        return family.isPresent() && said.unused().isEmpty()
                ? family.map(buys ? Family::entry : Family::exit)
                : Optional.empty();
    }

    /** A condition without a word of buying: it is one when all of it is. */
    private static Optional<String> condition(RuleWords words, String text) {
        String clause = clause(text);
        return clause.isEmpty() ? Optional.empty() : words.rule(clause);
    }

    private static String clause(String text) {
        return text.strip()
                .replaceAll("\\s+", " ")
                .replaceAll(
                        "^(?:\\s*(?:[,;.:-]+(?=[^\\d.])|(?:when(?:ever)?|if|on|once|as soon"
                                + " as|at|that|and|then)\\b))*\\s*",
                        "")
                .replaceAll("\\s+(?:using|based on)\\s+.*$", "")
                .replaceAll(
                        "(?:[\\s,;.!]|\\b(?:and|or|then|but|with|please|also|for|on|using|a|the|instead|now)\\b)+$", "")
                .strip();
    }

    private static boolean isBlank(String clause) {
        return new Utterance(clause).unused().isEmpty() && !clause.matches(".*\\d.*");
    }

    /** Words of the heading of which nothing was made stay to be told. */
    private static void keepUnused(Utterance said, Utterance heading, String head) {
        for (int i = 0; i < head.length(); i++) {
            char left = heading.left().charAt(i);
            if (left != ' ') {
                said.restore(i, left);
            }
        }
    }
}
