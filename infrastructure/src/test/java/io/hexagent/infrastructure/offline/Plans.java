package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Plans of questions as short text, for tests to compare. */
final class Plans {
    static final Questions QUESTIONS = new Questions(new Meanings(() -> {
        throw new IllegalStateException("no embedding model in this test");
    }));
    private static final List<Optional<BigDecimal>> FIGURES =
            List.of(Optional.of(BigDecimal.valueOf(77)), Optional.of(BigDecimal.valueOf(88)));

    private Plans() {}

    /** A line for each step, or the kind of the refusal, or DIRECT. */
    static List<String> of(String question, List<Dataset> datasets) {
        try {
            Questions.Understood understood = QUESTIONS.understand(question, datasets, List.of());
            if (understood.direct().isPresent()) {
                return List.of("DIRECT");
            }
            return understood.steps().stream()
                    .map(step -> step.tool() + " " + text(step.arguments().of(FIGURES)))
                    .toList();
        } catch (Unplannable problem) {
            return List.of(problem.kind().name());
        }
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text text -> "\"" + text.text() + "\"";
            case Value.Fields fields ->
                "{"
                        + String.join(
                                ",",
                                fields.fields().entrySet().stream()
                                        .filter(entry -> !entry.getKey().equals("title"))
                                        .map(entry -> entry.getKey() + ":" + text(entry.getValue()))
                                        .toList())
                        + "}";
            case Value.Items items ->
                "[" + String.join(",", items.items().stream().map(Plans::text).toList()) + "]";
            case Value.Number number -> number.toString();
            case Value.Flag flag -> flag.toString();
            case Value.Absent absent -> "null";
        };
    }
}
