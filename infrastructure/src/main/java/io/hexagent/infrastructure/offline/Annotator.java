package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.infrastructure.offline.ColumnLink.Fit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gives each phrase of a question its sense, the longest phrase first: columns and values of the data set, times and
 * numbers, words of analysis, small words. What has no sense is {@link Sense.Unknown}.
 */
final class Annotator {
    private static final Set<Fit> SURE = EnumSet.of(Fit.NAME, Fit.WORDS);
    private static final Set<Fit> FULL = EnumSet.of(Fit.SYNONYM);
    private static final Set<Fit> PARTIAL = EnumSet.of(Fit.PART, Fit.PART_SYNONYM);
    private static final Set<Fit> SLIPS = EnumSet.of(Fit.SPELLING);
    private static final Set<String> FUNCTION_WORDS = Set.of(
            "the", "a", "an", "of", "in", "on", "at", "for", "by", "to", "from", "is", "are", "was", "were", "and",
            "or", "not", "no", "what", "who", "which", "how", "i", "me", "my", "we", "us", "it", "its", "that", "do",
            "does", "did", "has", "have", "had", "than", "per", "each", "with", "as", "can", "you", "any", "all",
            "there", "between", "then", "this", "so", "will", "would", "could");
    private static final Set<String> UNITS = Set.of(
            "mm",
            "cm",
            "m2",
            "sqm",
            "m",
            "km",
            "g",
            "kg",
            "mg",
            "gram",
            "kilogram",
            "pound",
            "lb",
            "lbs",
            "ton",
            "tonne",
            "mph",
            "kmh",
            "kph",
            "knot",
            "degree",
            "celsius",
            "fahrenheit",
            "°c",
            "°f",
            "°",
            "c",
            "f",
            "dollar",
            "usd",
            "euro",
            "eur",
            "buck",
            "cent",
            "millimeter",
            "millimetre",
            "centimeter",
            "centimetre",
            "meter",
            "metre",
            "kilometer",
            "kilometre",
            "mile",
            "inch",
            "foot",
            "ft",
            "percent",
            "minute",
            "min",
            "second",
            "sec",
            "s",
            "ms",
            "millisecond",
            "byte",
            "kb",
            "mb",
            "gb",
            "ppm",
            "hpa",
            "watt",
            "kwh",
            "kw",
            "liter",
            "litre",
            "gallon",
            "ounce",
            "oz",
            "unit",
            "pct",
            "hp",
            "cc",
            "h",
            "hr",
            "gbp",
            "chf");

    private static final Set<String> WEEKDAYS =
            Set.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    /** Verbs that say nothing beyond the condition or the figure beside them. */
    private static final Set<String> LIGHT_VERBS = Set.of(
            "took",
            "take",
            "takes",
            "taking",
            "lasted",
            "lasting",
            "lasts",
            "sends",
            "send",
            "sent",
            "used",
            "uses",
            "scored",
            "score",
            "scores",
            "returned",
            "returns",
            "treats",
            "treat",
            "got",
            "gets",
            "get",
            "receive",
            "received",
            "receives",
            "reached",
            "reaches",
            "reach",
            "weighing",
            "costing",
            "showing",
            "shows",
            "played",
            "ended",
            "started",
            "finished",
            "completed",
            "reported",
            "contributed",
            "contribute",
            "contributes",
            "account",
            "accounts",
            "accounted",
            "spent",
            "delivered");

    private static final Pattern SHORT_PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d+)?)");

    private static final Set<String> TAILS_OF_NUMBERS = Set.of(
            "rate",
            "speed",
            "level",
            "value",
            "amount",
            "score",
            "figure",
            "reading",
            "measurement",
            "number",
            "concentration");
    private static final Set<String> TAILS_OF_CATEGORIES = Set.of(
            "type", "kind", "category", "name", "condition", "variety", "label", "status", "group", "class", "level");
    private static final Set<String> PRICES =
            Set.of("open", "close", "high", "low", "adj", "adjusted", "last", "bid", "ask");

    private final List<Token> tokens;
    private final Optional<DatasetView> view;
    private final List<Chunk> chunks = new ArrayList<>();

    private Annotator(List<Token> tokens, Optional<DatasetView> view) {
        this.tokens = tokens;
        this.view = view;
    }

    static List<Chunk> chunks(List<Token> tokens, Optional<DatasetView> view) {
        var annotator = new Annotator(tokens, view);
        int at = 0;
        while (at < tokens.size()) {
            at += annotator.next(at);
        }
        return List.copyOf(annotator.chunks);
    }

    /** Adds the chunk that begins at the token. @return the number of its tokens */
    private int next(int i) {
        int adjacent = valueOfColumnBefore(i);
        if (adjacent > 0) {
            return adjacent;
        }
        int unit = unitOfName(i);
        if (unit > 0) {
            return unit;
        }
        int percentile = shortPercentile(i);
        if (percentile > 0) {
            return percentile;
        }
        boolean minutes = i > 0
                && view.isPresent()
                && tokens.get(i).is("min")
                && tokens.get(i - 1).isNumber()
                && !columnFollows(i + 1);
        if (minutes) {
            return add(tokens.subList(i, i + 1), new Sense.Unit("min"));
        }
        int longest = Math.min(longestPhrase(), spanLimit(i));
        for (int length = longest; length >= 1; length--) {
            List<Token> span = tokens.subList(i, i + length);
            boolean cutsName = length > 1
                    && i + length < tokens.size()
                    && tokens.get(i + length).glued();
            if (cutsName) {
                continue;
            }
            Optional<Sense> sense = sense(i, span);
            if (sense.isPresent()) {
                return add(span, sense.get());
            }
            Optional<Times.Found> time = Times.at(tokens, i);
            if (time.isPresent() && time.get().length() == length) {
                return add(span, time.get().sense());
            }
        }
        return single(i);
    }

    /** The unit in brackets that belongs to the column's name just before: "Sale Price (USD)". */
    private int unitOfName(int i) {
        if (!tokens.get(i).is("(") || chunks.isEmpty() || !(chunks.getLast().sense() instanceof Sense.Names names)) {
            return 0;
        }
        int end = i + 1;
        var inner = new StringBuilder();
        while (end < tokens.size() && !tokens.get(end).is(")")) {
            inner.append(tokens.get(end).word());
            end++;
        }
        boolean own = end < tokens.size()
                && names.candidates().stream()
                        .anyMatch(link -> ColumnLinker.unit(link.column().name())
                                .map(unit -> String.join(
                                        "",
                                        Tokeniser.tokens(unit).stream()
                                                .map(Token::word)
                                                .toList()))
                                .filter(inner.toString()::equals)
                                .isPresent());
        return own ? add(tokens.subList(i, end + 1), new Sense.Plain(Role.NOISE)) : 0;
    }

    /** {@code p95} is the 95th percentile, unless a column or value is written so. */
    private int shortPercentile(int i) {
        Token token = tokens.get(i);
        Matcher matcher = SHORT_PERCENTILE.matcher(token.word());
        if (!token.isWord() || !matcher.matches()) {
            return 0;
        }
        List<Token> span = List.of(token);
        boolean inData = view.isPresent()
                && (!link(span, EnumSet.range(Fit.NAME, Fit.PART)).isEmpty()
                        || !view.get().values().exact(span).isEmpty());
        if (inData) {
            return 0;
        }
        chunks.add(new Chunk(
                token.text(), new Sense.Amount(new java.math.BigDecimal(matcher.group(1)), Token.Kind.ORDINAL)));
        chunks.add(new Chunk("percentile", new Sense.Plain(Role.PERCENTILE)));
        return 1;
    }

    private int longestPhrase() {
        int values = view.map(present -> present.values().longest()).orElse(1);
        return Math.max(Lexicon.LONGEST, Math.min(values, 12));
    }

    private int spanLimit(int i) {
        int n = 0;
        while (i + n < tokens.size()
                && tokens.get(i + n).kind() != Token.Kind.END
                && (tokens.get(i + n).kind() != Token.Kind.COMMA
                        || (n > 0 && Times.at(tokens, i).isPresent()))) {
            n++;
        }
        return n;
    }

    private int add(List<Token> span, Sense sense) {
        chunks.add(new Chunk(String.join(" ", span.stream().map(Token::text).toList()), sense));
        return span.size();
    }

    /** After a column, and "is" or "=" between, a word of that column's values is that value whatever else it means. */
    private int valueOfColumnBefore(int i) {
        if (view.isEmpty() || chunks.isEmpty()) {
            return 0;
        }
        int before = chunks.size() - 1;
        while (before >= 0
                && (chunks.get(before).is(Role.COPULA)
                        || chunks.get(before).is(Role.EQUALS)
                        || chunks.get(before).is(Role.NEGATION)
                        || chunks.get(before).sense() instanceof Sense.Compares)) {
            before--;
        }
        if (before < 0 || !(chunks.get(before).sense() instanceof Sense.Names names)) {
            return 0;
        }
        for (int length = Math.min(spanLimit(i), view.get().values().longest()); length >= 1; length--) {
            List<Token> span = tokens.subList(i, i + length);
            List<ValueLink> links = view.get().values().exact(span).stream()
                    .filter(link -> names.candidates().stream()
                            .anyMatch(candidate -> candidate.column().equals(link.column())))
                    .toList();
            boolean plainWord =
                    span.size() == 1 && FUNCTION_WORDS.contains(span.getFirst().word());
            if (!links.isEmpty() && !plainWord) {
                return add(span, new Sense.Means(links));
            }
        }
        return 0;
    }

    private Optional<Sense> sense(int i, List<Token> span) {
        Optional<Sense> lexical = lexical(span).map(found -> view.isPresent() ? oriented(span, found) : found);
        if (view.isEmpty()) {
            return lexical;
        }
        List<ColumnLink> sure = link(span, SURE);
        if (!sure.isEmpty() && columnWins(i, span, lexical)) {
            return Optional.of(names(span, sure));
        }
        List<ValueLink> values = view.get().values().exact(span);
        if (!values.isEmpty() && valueWins(i, span, lexical, values)) {
            return Optional.of(new Sense.Means(values));
        }
        if (lexical.isPresent() && lexical.get() instanceof Sense.Quality && !afterHow(i)) {
            List<ValueLink> adjective = view.get().values().related(span);
            return adjective.isEmpty() ? lexical : Optional.of(new Sense.Means(adjective));
        }
        boolean namesOf =
                lexical.isPresent() && span.size() == 2 && span.getFirst().is("names");
        if (namesOf
                && !link(List.of(span.getFirst()), EnumSet.range(Fit.NAME, Fit.PART))
                        .isEmpty()) {
            return Optional.empty();
        }
        boolean codes = lexical.isPresent() && lexical.get() instanceof Sense.OffLimits && tailOfCode(span);
        if (codes) {
            return Optional.of(new Sense.Plain(Role.NOISE));
        }
        if (lexical.isPresent()) {
            return Optional.of(rowDay(i, span).orElse(lexical.get()));
        }
        Optional<Sense> tail = tailOfName(span);
        if (tail.isPresent()) {
            return tail;
        }
        List<ColumnLink> full = link(span, FULL);
        if (!full.isEmpty()) {
            List<ColumnLink> parts = span.size() == 1 ? link(span, EnumSet.of(Fit.PART)) : List.of();
            return Optional.of(
                    names(span, Stream.concat(full.stream(), parts.stream()).toList()));
        }
        List<ValueLink> related = view.get().values().related(span);
        if (!related.isEmpty()) {
            return Optional.of(new Sense.Means(related));
        }
        if (span.size() == 1 && view.get().nouns().contains(span.getFirst())) {
            return Optional.of(new Sense.Plain(Role.ROW));
        }
        if (span.size() == 1 && isUnitOfNumber(i, span.getFirst())) {
            return Optional.empty();
        }
        List<ColumnLink> partial = link(span, PARTIAL);
        return partial.isEmpty() ? Optional.empty() : Optional.of(names(span, partial));
    }

    /** "slowest" of a table with durations is the highest of them, "oldest" with a year of birth the lowest. */
    private Sense oriented(List<Token> span, Sense found) {
        boolean asksWhich = tokens.stream().anyMatch(token -> token.is("which") || token.is("who"))
                && tokens.stream().noneMatch(token -> token.is("than") || token.number() != null);
        Sense sense = asksWhich && found instanceof Sense.Comparative comparative
                ? new Sense.Superlative(comparative.high(), comparative.measures())
                : found;
        List<String> measures =
                switch (sense) {
                    case Sense.Superlative superlative -> superlative.measures();
                    case Sense.Comparative comparative -> comparative.measures();
                    default -> List.of();
                };
        if (measures.isEmpty() || measures.stream().anyMatch(this::measured)) {
            return sense;
        }
        String word = span.getLast().word();
        Optional<String> inverse =
                Qualities.inverse(word).stream().filter(this::measured).findFirst();
        if (inverse.isEmpty()) {
            return sense;
        }
        List<String> measure = List.of(inverse.get());
        return switch (sense) {
            case Sense.Superlative superlative -> new Sense.Superlative(!superlative.high(), measure);
            case Sense.Comparative comparative -> new Sense.Comparative(!comparative.high(), measure);
            default -> sense;
        };
    }

    private boolean measured(String measure) {
        return link(Tokeniser.tokens(measure), EnumSet.range(Fit.NAME, Fit.PART_SYNONYM)).stream()
                .anyMatch(link -> link.column().type().isNumber());
    }

    private boolean afterHow(int i) {
        return i > 0 && tokens.get(i - 1).is("how");
    }

    /** In a table of one row a day, "days" are its rows, unless they form the groups. */
    private Optional<Sense> rowDay(int i, List<Token> span) {
        boolean day = span.size() == 1
                && span.getFirst().lemma().equals("day")
                && view.orElseThrow().nouns().contains(span.getFirst());
        boolean groups = i > 0
                && Set.of("by", "per", "each", "every", "a")
                        .contains(tokens.get(i - 1).word());
        return day && !groups ? Optional.of(new Sense.Plain(Role.ROW)) : Optional.empty();
    }

    /** "weather types", "fertility rate", "wind speed": a general noun after a column's name adds nothing to it. */
    private Optional<Sense> tailOfName(List<Token> span) {
        if (span.size() > 1 || chunks.isEmpty() || !(chunks.getLast().sense() instanceof Sense.Names names)) {
            return Optional.empty();
        }
        Column column = names.first();
        String lemma = span.getFirst().lemma();
        if (ValueConditions.isFlag(column) && lemma.equals("rate")) {
            return Optional.of(new Sense.Plain(Role.SHARE));
        }
        boolean fits = column.type().isNumber()
                ? !ValueConditions.isFlag(column)
                        && (TAILS_OF_NUMBERS.contains(lemma)
                                || (Set.of("time", "duration").contains(lemma) && isDuration(column))
                                || (lemma.equals("price") && PRICES.containsAll(Words.split(column.name()))))
                : TAILS_OF_CATEGORIES.contains(lemma);
        return fits ? Optional.of(new Sense.Plain(Role.NOISE)) : Optional.empty();
    }

    /** "status codes": after a column of whole numbers or text, a code is its value. */
    private boolean tailOfCode(List<Token> span) {
        return span.size() == 1
                && span.getFirst().lemma().equals("code")
                && !chunks.isEmpty()
                && chunks.getLast().sense() instanceof Sense.Names names
                && names.first().type() != io.hexagent.domain.dataset.ColumnType.DECIMAL;
    }

    private static boolean isDuration(Column column) {
        return ColumnUnits.of(column)
                .filter(Set.of("ms", "s", "min", "h")::contains)
                .isPresent();
    }

    private List<ColumnLink> link(List<Token> span, Set<Fit> allowed) {
        return view.orElseThrow().columns().link(span, allowed);
    }

    private static Sense.Names names(List<Token> span, List<ColumnLink> links) {
        Optional<Function> implied = span.size() == 1 || links.getFirst().fit() == Fit.NAME
                ? Optional.empty()
                : span.stream()
                        .flatMap(token -> Lexicon.sense(token.word()).stream())
                        .flatMap(sense -> sense instanceof Sense.Calculates calculates
                                ? Optional.of(calculates.function()).stream()
                                : Optional.<Function>empty().stream())
                        .findFirst();
        return new Sense.Names(links, implied);
    }

    private static Optional<Sense> lexical(List<Token> span) {
        if (span.stream().anyMatch(token -> token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.SIGN)) {
            return Optional.empty();
        }
        String words = String.join(" ", span.stream().map(Token::word).toList());
        Optional<Sense> sense = Lexicon.sense(words);
        if (sense.isPresent()) {
            return sense;
        }
        String lemmas = String.join(" ", span.stream().map(Token::lemma).toList());
        return Lexicon.sense(lemmas).filter(found -> !found.equals(new Sense.Plain(Role.SORT)));
    }

    private boolean columnWins(int i, List<Token> span, Optional<Sense> lexical) {
        if (lexical.isEmpty() || span.size() > 1) {
            return true;
        }
        if (FUNCTION_WORDS.contains(span.getFirst().word())) {
            return false;
        }
        boolean operates = lexical.get() instanceof Sense.Calculates
                || lexical.get() instanceof Sense.Draws
                || isCount(lexical.get());
        return !operates || !columnFollows(i + 1);
    }

    private static boolean isCount(Sense sense) {
        return sense instanceof Sense.Plain plain && (plain.role() == Role.COUNT || plain.role() == Role.LIST);
    }

    private boolean columnFollows(int i) {
        int from = i;
        while (from < tokens.size() && FUNCTION_WORDS.contains(tokens.get(from).word())) {
            from++;
        }
        for (int length = Math.min(4, tokens.size() - from); length >= 1; length--) {
            if (!link(tokens.subList(from, from + length), EnumSet.range(Fit.NAME, Fit.PART))
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A value that is also a small word or one letter counts only when written as the value is, or beside its column.
     */
    private boolean valueWins(int i, List<Token> span, Optional<Sense> lexical, List<ValueLink> values) {
        Token first = span.getFirst();
        boolean ordinary = lexical.isEmpty()
                && (first.kind() != Token.Kind.NUMBER || span.size() > 1)
                && (span.size() > 1 || (first.word().length() > 1 && !FUNCTION_WORDS.contains(first.word())));
        if (ordinary) {
            return true;
        }
        if (i + span.size() < tokens.size()) {
            List<ColumnLink> following =
                    link(tokens.subList(i + span.size(), i + span.size() + 1), EnumSet.range(Fit.NAME, Fit.PART));
            boolean beside = following.stream()
                    .anyMatch(link ->
                            values.stream().anyMatch(value -> value.column().equals(link.column())));
            if (beside && !FUNCTION_WORDS.contains(first.word())) {
                return true;
            }
        }
        String written = String.join(" ", span.stream().map(Token::text).toList());
        boolean stands = values.stream().anyMatch(value -> value.value().equals(written));
        boolean raised = Character.isUpperCase(written.charAt(0));
        boolean startsSentence = i == 0 || tokens.get(i - 1).kind() == Token.Kind.END;
        return stands && raised && !startsSentence;
    }

    private int single(int i) {
        Token token = tokens.get(i);
        List<Token> span = List.of(token);
        return add(
                span,
                switch (token.kind()) {
                    case COMMA -> new Sense.Plain(Role.COMMA);
                    case END -> new Sense.Plain(Role.END);
                    case NUMBER, PERCENT, ORDINAL, DECADE -> new Sense.Amount(token.value(), token.kind());
                    case QUOTED -> quoted(token);
                    case DATE, SIGN -> new Sense.Unknown();
                    case WORD -> word(i, token);
                });
    }

    private Sense quoted(Token token) {
        if (view.isEmpty()) {
            return new Sense.Quoted(token.text());
        }
        List<Token> inner = Tokeniser.tokens(token.text());
        if (inner.isEmpty()) {
            return new Sense.Quoted(token.text());
        }
        List<ColumnLink> columns = link(inner, SURE);
        if (!columns.isEmpty()) {
            return new Sense.Names(columns, Optional.empty());
        }
        List<ValueLink> values = view.get().values().exact(inner);
        return values.isEmpty() ? new Sense.Quoted(token.text()) : new Sense.Means(values);
    }

    /** A unit after a number (or after another unit) is no column, also where a column's name ends with it. */
    private boolean isUnitOfNumber(int i, Token token) {
        boolean afterNumber = i > 0
                && (tokens.get(i - 1).number() != null
                        || UNITS.contains(tokens.get(i - 1).lemma()));
        return afterNumber && (UNITS.contains(token.lemma()) || UNITS.contains(token.word()));
    }

    private Sense word(int i, Token token) {
        if (isUnitOfNumber(i, token)) {
            return new Sense.Unit(token.lemma());
        }
        if (view.isPresent() && token.word().length() >= 5) {
            List<ColumnLink> columns = link(List.of(token), SLIPS);
            if (!columns.isEmpty()) {
                return new Sense.Names(columns, Optional.empty());
            }
            List<ValueLink> values = view.get().values().misspelt(token);
            if (!values.isEmpty()) {
                return new Sense.Means(values);
            }
        }
        if (WEEKDAYS.contains(token.lemma()) && view.isPresent() && hasDates()) {
            return new Sense.Calendar(Period.DAY_OF_WEEK, true);
        }
        Optional<Sense> unit =
                UNITS.contains(token.lemma()) && view.isPresent() ? unitAlone(i, token) : Optional.empty();
        if (unit.isPresent()) {
            return unit.get();
        }
        if (LIGHT_VERBS.contains(token.word())) {
            return new Sense.Plain(Role.VERB);
        }
        return Lexicon.meantBy(token.word())
                .flatMap(Lexicon::sense)
                .orElseGet(() -> rowNounMisspelt(token) ? new Sense.Plain(Role.ROW) : new Sense.Unknown());
    }

    private boolean hasDates() {
        return view.orElseThrow().dataset().columns().stream()
                .anyMatch(column -> column.type().isTime());
    }

    /** "weight in grams" says the unit that the column has; "total kWh" means the one column that has it. */
    private Optional<Sense> unitAlone(int i, Token token) {
        String unit = ColumnUnits.same(token.lemma());
        boolean own = i > 0
                && tokens.get(i - 1).is("in")
                && chunks.stream()
                        .anyMatch(chunk -> chunk.sense() instanceof Sense.Names names
                                && names.candidates().stream()
                                        .allMatch(link -> ColumnUnits.of(link.column())
                                                .filter(unit::equals)
                                                .isPresent()));
        if (own) {
            return Optional.of(new Sense.Plain(Role.NOISE));
        }
        List<ColumnLink> columns = view.orElseThrow().numberColumns().stream()
                .filter(column -> ColumnUnits.of(column).filter(unit::equals).isPresent())
                .map(column -> new ColumnLink(column, Fit.PART, token.text()))
                .toList();
        boolean measured = token.word().length() >= 2
                && !chunks.isEmpty()
                && (chunks.getLast().sense() instanceof Sense.Calculates
                        || chunks.getLast().is(Role.HOW_MUCH)
                        || chunks.getLast().is(Role.HOW_MANY));
        return columns.size() == 1 && measured
                ? Optional.of(new Sense.Names(columns, Optional.empty()))
                : Optional.empty();
    }

    private boolean rowNounMisspelt(Token token) {
        return view.isPresent() && view.get().nouns().misspelt(token);
    }

    /** The columns among the links, for messages. */
    static List<Column> columns(List<ColumnLink> links) {
        return links.stream().map(ColumnLink::column).toList();
    }
}
