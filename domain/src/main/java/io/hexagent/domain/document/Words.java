package io.hexagent.domain.document;

import java.util.Arrays;
import java.util.Map;

/** The words of a text: where each begins and ends, how many tokens it has, and what ends with it. */
final class Words {
    /** What ends with a word, the weakest first. */
    enum Break {
        WORD,
        SENTENCE,
        PARAGRAPH
    }

    private static final String TERMINATORS = ".!?…。！？";
    private static final String WIDE_TERMINATORS = "。！？";
    private static final String CLOSERS = "\"')]}»”’";
    private static final int SHORTEST_SENTENCE_WORD = 2;

    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private Break[] breaks = new Break[64];
    private int[] tokensUpTo = new int[0];
    private int counted;
    private int size;

    private Words() {}

    static Words of(String text) {
        var words = new Words();
        int i = 0;
        while (i < text.length()) {
            if (isSpace(text.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            while (i < text.length() && !isSpace(text.charAt(i))) {
                char c = text.charAt(i++);
                if (WIDE_TERMINATORS.indexOf(c) >= 0) {
                    break;
                }
            }
            int next = i;
            int lines = 0;
            while (next < text.length() && isSpace(text.charAt(next))) {
                if (text.charAt(next) == '\n') {
                    lines++;
                }
                next++;
            }
            words.add(start, i, next == text.length() || lines > 1 ? Break.PARAGRAPH : after(text, start, i));
        }
        words.tokensUpTo = new int[words.size + 1];
        return words;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c);
    }

    private static Break after(String text, int start, int end) {
        int last = end - 1;
        while (last > start && CLOSERS.indexOf(text.charAt(last)) >= 0) {
            last--;
        }
        if (TERMINATORS.indexOf(text.charAt(last)) < 0) {
            return Break.WORD;
        }
        // "J. Random Hacker" is one sentence.
        boolean initial = text.charAt(last) == '.' && last - start < SHORTEST_SENTENCE_WORD && last == end - 1;
        return initial ? Break.WORD : Break.SENTENCE;
    }

    private void add(int start, int end, Break after) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            breaks = Arrays.copyOf(breaks, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        breaks[size++] = after;
    }

    int size() {
        return size;
    }

    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return ends[word];
    }

    Break breakAfter(int word) {
        return breaks[word];
    }

    String text(int word, String text) {
        return text.substring(starts[word], ends[word]);
    }

    /** Takes over what is known of the words up to one. */
    void count(int to, String text, Map<String, Integer> known) {
        for (; counted < to; counted++) {
            tokensUpTo[counted + 1] = tokensUpTo[counted] + known.getOrDefault(text(counted, text), 0);
        }
    }

    /** The tokens of the words from one to before another. */
    int tokens(int from, int to) {
        return tokensUpTo[to] - tokensUpTo[from];
    }

    /** The same words, those with more tokens than allowed in two halves; of the same size when there is none. */
    Words halvedOver(int most, String text) {
        var smaller = new Words();
        for (int i = 0; i < size; i++) {
            int length = text.codePointCount(starts[i], ends[i]);
            if (tokens(i, i + 1) > most && length > 1) {
                int middle = text.offsetByCodePoints(starts[i], length / 2);
                smaller.add(starts[i], middle, Break.WORD);
                smaller.add(middle, ends[i], breaks[i]);
            } else {
                smaller.add(starts[i], ends[i], breaks[i]);
            }
        }
        smaller.tokensUpTo = new int[smaller.size + 1];
        return smaller;
    }
}
