package io.hexagent.domain.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.value.DocumentId;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitterTest {
    private static final DocumentId ID = new DocumentId("d");

    /** A token for each started four characters of a word: like a tokenizer, no more for a text than for its words. */
    private static List<Integer> tokens(List<String> texts) {
        return texts.stream().map(SplitterTest::tokens).toList();
    }

    private static int tokens(String text) {
        int tokens = 0;
        for (String word : text.split("\\s+", -1)) {
            tokens += (word.codePointCount(0, word.length()) + 3) / 4;
        }
        return tokens;
    }

    private static List<Passage> split(String text, int most, int overlap) {
        return new Splitter(SplitterTest::tokens, most, overlap).split(ID, text);
    }

    @Property(tries = 500)
    void passagesAreExactlyWhatTheTextHoldsAndTogetherHoldAllOfIt(
            @ForAll("texts") String text, @ForAll @IntRange(min = 4, max = 60) int most) {
        List<Passage> passages = split(text, most, 15);
        var held = new BitSet();
        int place = 0;
        for (Passage passage : passages) {
            assertThat(passage.text()).isEqualTo(text.substring(passage.start(), passage.end()));
            assertThat(passage.place()).isEqualTo(place++);
            assertThat(tokens(passage.text())).isLessThanOrEqualTo(most);
            assertThat(passage.text()).isEqualTo(passage.text().strip());
            assertThat(Character.isLowSurrogate(passage.text().charAt(0))).isFalse();
            held.set(passage.start(), passage.end());
        }
        for (int i = 0; i < text.length(); i++) {
            assertThat(held.get(i) || Character.isWhitespace(text.charAt(i)))
                    .as("character %s of %s", i, text)
                    .isTrue();
        }
        for (int i = 1; i < passages.size(); i++) {
            assertThat(passages.get(i).start())
                    .isGreaterThan(passages.get(i - 1).start());
            assertThat(passages.get(i).end()).isGreaterThan(passages.get(i - 1).end());
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> word = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        20, Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of("e.g.", "J.", "😀😀", "語語語。語語", "\"Yes!\"", "x".repeat(700))));
        Arbitrary<String> gap = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(20, " "),
                net.jqwik.api.Tuple.of(4, ". "),
                net.jqwik.api.Tuple.of(2, "\n"),
                net.jqwik.api.Tuple.of(2, ".\n\n"),
                net.jqwik.api.Tuple.of(1, "\r\n \r\n"),
                net.jqwik.api.Tuple.of(1, "\t\u3000 "));
        return net.jqwik.api.Combinators.combine(word, gap)
                .as((a, b) -> a + b)
                .list()
                .ofMaxSize(250)
                .map(parts -> String.join("", parts));
    }

    @Test
    void neighboursOverlapByAboutTheShareThatWasAskedFor() {
        var text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append("word").append(i % 7 == 6 ? ". " : " ");
        }
        List<Passage> passages = split(text.toString(), 100, 15);
        assertThat(passages).hasSizeGreaterThan(10);
        for (int i = 1; i < passages.size(); i++) {
            int repeated = tokens(
                    text.substring(passages.get(i).start(), passages.get(i - 1).end()));
            assertThat(repeated).isBetween(7, 20);
        }
    }

    @Test
    void aPassageEndsWithAParagraphElseWithASentence() {
        String paragraph = "One two three four. ".repeat(8).strip();
        String text = paragraph + "\n\n" + paragraph + "\n\n" + paragraph;
        List<Passage> passages = split(text, 60, 0);
        assertThat(passages).extracting(Passage::text).containsExactly(paragraph, paragraph, paragraph);
        assertThat(split("One two three four. ".repeat(40), 50, 0))
                .allSatisfy(
                        passage -> assertThat(passage.text()).startsWith("One").endsWith("four."));
    }

    @Test
    void aTokenizerThatCountsMoreForATextThanForItsWordsIsHeldToTheLimit() {
        Splitter splitter =
                new Splitter(texts -> texts.stream().map(text -> text.length()).toList(), 30, 10);
        assertThat(splitter.split(ID, "abc def ghi ".repeat(50)))
                .allSatisfy(passage -> assertThat(passage.text()).hasSizeLessThanOrEqualTo(30));
    }

    @Test
    void blankTextHasNoPassages() {
        assertThat(split(" \n\t ", 20, 15)).isEmpty();
        assertThat(split("", 20, 15)).isEmpty();
        assertThatThrownBy(() -> new Splitter(SplitterTest::tokens, 1, 15)).hasMessageContaining("1 tokens");
    }
}
