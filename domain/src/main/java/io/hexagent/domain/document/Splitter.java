package io.hexagent.domain.document;

import io.hexagent.domain.value.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Splits a text into passages that overlap a little: at the end of a paragraph where one is near, else at the end of a
 * sentence, else between two words. Together the passages hold every word of the text. Safe for use by many threads.
 */
public final class Splitter {
    /** Words are counted so many at a time. */
    private static final int COUNTED_TOGETHER = 512;

    /** Tokenizers give up on what is no word, and call it one token however long it is. */
    private static final int CHARACTERS_PER_TOKEN = 16;

    /** How many different words are remembered while one text is split. */
    private static final int MOST_REMEMBERED = 200_000;

    private final Function<List<String>, List<Integer>> counter;
    private final int most;
    private final int overlap;

    /**
     * @param counter how many tokens each text has, in order. A text has no more tokens than its words together
     * @param most the most tokens of a passage
     * @param overlapPercent about how much of a passage the next one repeats, of {@code most}
     */
    public Splitter(Function<List<String>, List<Integer>> counter, int most, int overlapPercent) {
        if (most < 2 || overlapPercent < 0 || overlapPercent > 50) {
            throw new IllegalArgumentException("passages of " + most + " tokens with an overlap of " + overlapPercent
                    + " %: 2 tokens and 0 to 50 % are allowed");
        }
        this.counter = counter;
        this.most = most;
        this.overlap = most * overlapPercent / 100;
    }

    /** The passages in order; none when the text is blank. */
    public List<Passage> split(DocumentId document, String text) {
        Words words = counted(text);
        var passages = new ArrayList<Passage>();
        int from = 0;
        int done = 0;
        while (done < words.size()) {
            int to = end(words, text, from, done);
            if (to <= done) {
                // What is repeated left no room for something new.
                from = done;
                continue;
            }
            int start = words.start(from);
            int end = words.end(to - 1);
            passages.add(new Passage(document, passages.size(), start, end, text.substring(start, end)));
            from = Math.max(from + 1, next(words, from, to));
            done = to;
        }
        return List.copyOf(passages);
    }

    private Words counted(String text) {
        Words words = Words.of(text);
        Map<String, Integer> known = new HashMap<>();
        while (true) {
            count(words, text, known);
            Words smaller = words.halvedOver(most, text);
            if (smaller.size() == words.size()) {
                return words;
            }
            words = smaller;
        }
    }

    private void count(Words words, String text, Map<String, Integer> known) {
        var unknown = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.text(i, text);
            if (known.putIfAbsent(word, 0) == null) {
                unknown.add(word);
            }
            boolean last = i == words.size() - 1;
            if (last || unknown.size() == COUNTED_TOGETHER || known.size() > MOST_REMEMBERED) {
                List<Integer> counts = unknown.isEmpty() ? List.of() : counter.apply(unknown);
                for (int j = 0; j < unknown.size(); j++) {
                    String counting = unknown.get(j);
                    known.put(counting, Math.max(counts.get(j), counting.length() / CHARACTERS_PER_TOKEN));
                }
                unknown.clear();
                words.count(i + 1, text, known);
                if (known.size() > MOST_REMEMBERED) {
                    known.clear();
                }
            }
        }
    }

    /**
     * Where a passage that begins with a word ends: at the best place among those that leave it at least half full and
     * go beyond what other passages hold.
     */
    private int end(Words words, String text, int from, int done) {
        int full = from + 1;
        while (full < words.size() && words.tokens(from, full + 1) <= most) {
            full++;
        }
        // What the words come to is a bound that a tokenizer keeps; one that does not is held to it here.
        while (full > from + 1
                && counter.apply(List.of(text.substring(words.start(from), words.end(full - 1))))
                                .getFirst()
                        > most) {
            full--;
        }
        if (full == words.size()) {
            return full;
        }
        for (Words.Break wanted : new Words.Break[] {Words.Break.PARAGRAPH, Words.Break.SENTENCE}) {
            for (int to = full; to > done && words.tokens(from, to) >= most / 2; to--) {
                if (words.breakAfter(to - 1).compareTo(wanted) >= 0) {
                    return to;
                }
            }
        }
        return full;
    }

    /** The word that the next passage begins with: a sentence's first where one is about right. */
    private int next(Words words, int from, int to) {
        int start = to;
        int sentence = to;
        for (int i = to - 1; i > from && words.tokens(i, to) <= overlap * 4 / 3; i--) {
            if (words.tokens(i, to) <= overlap) {
                start = i;
            }
            if (words.breakAfter(i - 1) != Words.Break.WORD && words.tokens(i, to) >= overlap / 2) {
                sentence = i;
            }
        }
        int chosen = sentence < to ? sentence : start;
        return chosen;
    }
}
