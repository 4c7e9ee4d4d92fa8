package io.hexagent.presentation.api;

import io.hexagent.domain.run.Decision;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody decides about a request for input, as it comes over the wire. */
final class Decisions {
    /** Time alone lets a request expire. */
    private static final Set<Decision> ASKABLE = EnumSet.complementOf(EnumSet.of(Decision.EXPIRED));

    private Decisions() {}

    /** @param request empty: whatever the run waits for @param paramsHash empty: not checked */
    record Given(Optional<String> request, Decision decision, Value content, Optional<String> paramsHash) {}

    /**
     * Reads {@code {request_id?, decision?, content?, params_hash?}}. A lone {@code content} or {@code answer} is an
     * answer.
     *
     * @throws Problem 422 that names what is wrong
     */
    static Given read(Asked asked) {
        Optional<String> request = asked.optionalId("request_id");
        Optional<String> word = asked.optionalText("decision");
        Value content = asked.any("content");
        Value answer = asked.any("answer");
        Optional<String> hash = asked.optionalId("params_hash");
        if (content != Value.Absent.ABSENT && answer != Value.Absent.ABSENT) {
            asked.wrong("answer", "give \"content\" or \"answer\", not both");
        }
        Value given = content != Value.Absent.ABSENT ? content : answer;
        if (word.isEmpty() && given == Value.Absent.ABSENT) {
            asked.wrong("decision", "field \"decision\" is missing; it is one of " + words());
        }
        Decision decision = word.map(text -> decision(asked, text)).orElse(Decision.ANSWER);
        asked.check();
        return new Given(request, decision, given, hash);
    }

    private static Decision decision(Asked asked, String word) {
        return ASKABLE.stream()
                .filter(decision -> decision.wire().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> {
                    asked.wrong("decision", "decision \"" + word + "\" not in " + words());
                    return Decision.ANSWER;
                });
    }

    private static List<String> words() {
        return Arrays.stream(Decision.values())
                .filter(ASKABLE::contains)
                .map(Decision::wire)
                .toList();
    }
}
