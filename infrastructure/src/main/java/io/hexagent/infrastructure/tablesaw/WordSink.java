package io.hexagent.infrastructure.tablesaw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps each cell's text as a number into a list of the distinct texts. Nothing is lost, so that the type can be
 * decided once all rows are known, by looking at each distinct text once.
 */
final class WordSink implements CellSink {
    static final int MISSING = -1;
    private static final int BYTES_FOR_A_WORD = 56;

    private final List<String> words = new ArrayList<>();
    private int[] hashes = new int[64];
    private int[] slots = new int[128];
    private int[] codes = new int[1024];
    private int size;
    private long characters;

    WordSink() {
        Arrays.fill(slots, MISSING);
    }

    @Override
    public void add(char[] buffer, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + buffer[i];
        }
        hash ^= hash >>> 15;
        int slot = hash & (slots.length - 1);
        while (true) {
            int code = slots[slot];
            if (code == MISSING) {
                code = words.size();
                put(new String(buffer, from, to - from), hash, slot);
                addCode(code);
                return;
            }
            if (hashes[code] == hash && same(words.get(code), buffer, from, to)) {
                addCode(code);
                return;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    @Override
    public void addMissing() {
        addCode(MISSING);
    }

    private void addCode(int code) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, size + (size >> 1));
        }
        codes[size++] = code;
    }

    private void put(String word, int hash, int slot) {
        int code = words.size();
        if (code == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * code);
        }
        hashes[code] = hash;
        slots[slot] = code;
        words.add(word);
        characters += word.length();
        if (2 * words.size() > slots.length) {
            rehash();
        }
    }

    private void rehash() {
        var wider = new int[2 * slots.length];
        Arrays.fill(wider, MISSING);
        for (int code = 0; code < words.size(); code++) {
            int slot = hashes[code] & (wider.length - 1);
            while (wider[slot] != MISSING) {
                slot = (slot + 1) & (wider.length - 1);
            }
            wider[slot] = code;
        }
        slots = wider;
    }

    private static boolean same(String word, char[] buffer, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != buffer[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** The distinct texts in the order of their first rows. */
    List<String> words() {
        return words;
    }

    /** For each row the place of its text in {@link #words}, or {@link #MISSING}. */
    int[] codes() {
        return size == codes.length ? codes : Arrays.copyOf(codes, size);
    }

    /** How many rows have each text. */
    int[] counts() {
        var counts = new int[words.size()];
        for (int i = 0; i < size; i++) {
            if (codes[i] != MISSING) {
                counts[codes[i]]++;
            }
        }
        return counts;
    }

    int size() {
        return size;
    }

    @Override
    public long bytes() {
        return 4L * codes.length + (long) words.size() * (BYTES_FOR_A_WORD + 16) + characters;
    }
}
