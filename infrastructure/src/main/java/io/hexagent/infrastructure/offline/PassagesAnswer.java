package io.hexagent.infrastructure.offline;

import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Quotes passages of documents, each with where it stands. */
final class PassagesAnswer {
    private static final int LONGEST_QUOTE = 600;
    private static final int SHORTEST_WORD = 4;
    private static final String NO_DOCUMENTS = "There are no documents to search yet. Add some with"
            + " ./hexagent documents add FILE, or send a file to POST /api/documents, and ask again.";

    private PassagesAnswer() {}

    /** Whether there was nothing that could be searched. */
    static boolean isWithoutDocuments(Outcome outcome) {
        return passages(outcome).isEmpty()
                && !outcome.content().flag("has_documents").orElse(true);
    }

    static String text(String query, Outcome outcome) {
        if (isWithoutDocuments(outcome)) {
            return NO_DOCUMENTS;
        }
        List<Value.Fields> passages = passages(outcome);
        if (passages.isEmpty()) {
            return "I found no passage about \"" + query + "\" in the documents.";
        }
        var lines = new ArrayList<String>();
        lines.add(
                contains(passages, query)
                        ? "The documents say about \"" + query + "\":"
                        : "No passage has the words of \"" + query + "\"; the nearest that I found:");
        for (int i = 0; i < passages.size(); i++) {
            lines.add((i + 1) + ". " + quoted(passages.get(i)));
        }
        return String.join("\n", lines);
    }

    private static List<Value.Fields> passages(Outcome outcome) {
        return outcome.content().items("passages").stream()
                .filter(Value.Fields.class::isInstance)
                .map(Value.Fields.class::cast)
                .toList();
    }

    private static String quoted(Value.Fields passage) {
        String text = passage.text("text").orElse("").replaceAll("\\s+", " ").strip();
        int end = Math.min(text.length(), LONGEST_QUOTE);
        boolean cutsPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        String shown = end == text.length()
                ? text
                : text.substring(0, cutsPair ? end - 1 : end).strip() + "…";
        Value.Fields citation = passage.fields("citation").orElse(Value.Fields.EMPTY);
        return "\"" + shown + "\" (" + citation.text("name").orElse("a document") + ", characters "
                + number(citation, "start") + " to " + number(citation, "end") + ", score "
                + citation.number("score").map(Figures::of).orElse("unknown") + ")";
    }

    private static String number(Value.Fields citation, String name) {
        return citation.number(name).map(Figures::exact).orElse("?");
    }

    /** Whether some passage has some longer word of the query, or the whole of a short query. */
    private static boolean contains(List<Value.Fields> passages, String query) {
        String asked = query.toLowerCase(Locale.ROOT);
        List<String> words = Words.split(asked).stream()
                .filter(word -> word.length() >= SHORTEST_WORD)
                .map(Words::lemma)
                .toList();
        List<String> wanted = words.isEmpty() ? List.of(asked) : words;
        return passages.stream()
                .map(passage -> passage.text("text").orElse("").toLowerCase(Locale.ROOT))
                .anyMatch(text -> wanted.stream().anyMatch(text::contains));
    }
}
