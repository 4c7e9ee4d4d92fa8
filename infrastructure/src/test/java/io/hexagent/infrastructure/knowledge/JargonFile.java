package io.hexagent.infrastructure.knowledge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The entries of the Jargon File, and questions made from them. */
final class JargonFile {
    private static final Pattern HEAD = Pattern.compile("^   :([^:]+):.*$", Pattern.MULTILINE);
    private static final Pattern END = Pattern.compile("^(Appendix| +Part.III|\\S)", Pattern.MULTILINE);
    private static final int LEAST_WORDS = 8;
    private static final int MOST_WORDS = 40;
    private static final int SHORTEST_CORE = 3;

    private JargonFile() {}

    /** @param text the entry with its headword */
    record Entry(String headword, String text) {}

    /** @param answer the headword of the entry that the question is made from */
    record Question(String text, String answer) {}

    /** Split at the lines that begin with a headword between colons. */
    static List<Entry> entries(String text) {
        var entries = new ArrayList<Entry>();
        Matcher head = HEAD.matcher(text);
        int start = -1;
        String headword = "";
        while (head.find()) {
            if (start >= 0) {
                entries.add(
                        new Entry(headword, text.substring(start, head.start()).strip()));
            }
            start = head.start();
            headword = head.group(1);
        }
        if (start >= 0) {
            Matcher end = END.matcher(text);
            int stop = end.find(start + 1) ? end.start() : text.length();
            entries.add(new Entry(headword, text.substring(start, stop).strip()));
        }
        return entries;
    }

    /** As many questions as wanted, from entries all over the file. */
    static List<Question> questions(List<Entry> entries, int wanted) {
        List<Question> all = entries.stream()
                .map(JargonFile::question)
                .flatMap(Optional::stream)
                .toList();
        var chosen = new ArrayList<Question>();
        for (int i = 0; i < Math.min(wanted, all.size()); i++) {
            chosen.add(all.get((int) ((long) i * all.size() / Math.min(wanted, all.size()))));
        }
        return chosen;
    }

    /** The first sentence of the definition without the headword; empty when too little is left. */
    private static Optional<Question> question(Entry entry) {
        int line = entry.text().indexOf('\n');
        String body = line < 0 ? "" : entry.text().substring(line);
        String plain = body.replaceAll("\\[[^\\]]*\\]", " ")
                .replaceAll("[{}]", " ")
                .replaceAll("(?m)^\\s*\\d+\\.", " ")
                .replaceAll("\\s+", " ")
                .strip();
        int end = plain.indexOf(". ");
        String sentence = end < 0 ? plain : plain.substring(0, end);
        Set<String> head = Arrays.stream(
                        entry.headword().toLowerCase(Locale.ROOT).split("[^\\p{Alnum}]+", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        List<String> words = Arrays.stream(sentence.split(" ", -1))
                .filter(word -> head.stream().noneMatch(part -> names(word, part)))
                .toList();
        return words.size() < LEAST_WORDS
                ? Optional.empty()
                : Optional.of(new Question(
                        String.join(" ", words.subList(0, Math.min(MOST_WORDS, words.size()))), entry.headword()));
    }

    private static boolean names(String word, String part) {
        String plain = word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum}]+", "");
        return part.length() < SHORTEST_CORE ? plain.equals(part) : plain.contains(part);
    }
}
