package io.hexagent.presentation.api;

import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a request, read one by one. What is wrong is collected, and {@link #check} tells all of it at once. Not
 * safe for use by several threads.
 */
final class Asked {
    private static final int LONGEST_ID = 128;
    private static final int MOST_IDS = 100;

    private final Value.Fields given;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Problem.Violation> violations = new ArrayList<>();

    Asked(Value.Fields given) {
        this.given = given;
    }

    /** Text that must be there and not be blank. */
    String text(String name) {
        Optional<String> text = optionalText(name);
        boolean wrong =
                violations.stream().anyMatch(violation -> violation.field().equals(name));
        if (!wrong && text.filter(present -> !present.isBlank()).isEmpty()) {
            wrong(name, text.isEmpty() ? "field \"" + name + "\" is missing" : "field \"" + name + "\" is blank");
        }
        return text.orElse("");
    }

    /** Text that may be left out or be null. */
    Optional<String> optionalText(String name) {
        known.add(name);
        Value value = given.get(name);
        return switch (value) {
            case Value.Text text -> Optional.of(text.text());
            case Value.Absent absent -> Optional.empty();
            case Value.Number number -> notA(name, "text");
            case Value.Flag flag -> notA(name, "text");
            case Value.Items items -> notA(name, "text");
            case Value.Fields fields -> notA(name, "text");
        };
    }

    /** An id, a name or the like: 1 to 128 characters. */
    Optional<String> optionalId(String name) {
        Optional<String> text = optionalText(name);
        if (text.isPresent() && (text.get().isBlank() || text.get().length() > LONGEST_ID)) {
            wrong(name, "field \"" + name + "\" must have 1 to " + LONGEST_ID + " characters");
            return Optional.empty();
        }
        return text;
    }

    /** An object that may be left out or be null. */
    Optional<Value.Fields> optionalFields(String name) {
        known.add(name);
        Value value = given.get(name);
        return switch (value) {
            case Value.Fields fields -> Optional.of(fields);
            case Value.Absent absent -> Optional.empty();
            case Value.Text text -> notA(name, "an object");
            case Value.Number number -> notA(name, "an object");
            case Value.Flag flag -> notA(name, "an object");
            case Value.Items items -> notA(name, "an object");
        };
    }

    /** A list of ids of 1 to 128 characters, which may be left out or be null. At most a hundred. */
    List<String> optionalIds(String name) {
        known.add(name);
        if (given.get(name) == Value.Absent.ABSENT) {
            return List.of();
        }
        List<String> ids = given.texts(name).stream()
                .filter(id -> !id.isBlank() && id.length() <= LONGEST_ID)
                .toList();
        int size = given.items(name).size();
        if (!(given.get(name) instanceof Value.Items) || ids.size() != size || size > MOST_IDS) {
            wrong(
                    name,
                    "field \"" + name + "\" must be a list of at most " + MOST_IDS + " ids of 1 to " + LONGEST_ID
                            + " characters");
            return List.of();
        }
        return ids;
    }

    /** Any value, absent when it is left out or null. */
    Value any(String name) {
        known.add(name);
        return given.get(name);
    }

    /** A question or message that may not be too long for the settings. */
    void checkLength(String name, String text, int most) {
        if (text.length() > most) {
            wrong(
                    name,
                    "field \"" + name + "\" has " + text.length() + " characters, more than " + most
                            + " (setting limits.question-chars)");
        }
    }

    /** All that was given. */
    Value.Fields fields() {
        return given;
    }

    /** True or false, which may be left out or be null. */
    Optional<Boolean> optionalFlag(String name) {
        known.add(name);
        Value value = given.get(name);
        return switch (value) {
            case Value.Flag flag -> Optional.of(flag.flag());
            case Value.Absent absent -> Optional.empty();
            case Value.Text text -> notA(name, "true or false");
            case Value.Number number -> notA(name, "true or false");
            case Value.Items items -> notA(name, "true or false");
            case Value.Fields fields -> notA(name, "true or false");
        };
    }

    void wrong(String name, String message) {
        violations.add(new Problem.Violation(name, message));
    }

    /** Ends the reading. @throws Problem 422 that names each bad field, and each that nobody asked for */
    void check() {
        for (String name : given.fields().keySet()) {
            if (!known.contains(name)) {
                wrong(
                        name,
                        known.isEmpty()
                                ? "field \"" + name + "\" is not known; none is taken here"
                                : "field \"" + name + "\" not in " + known);
            }
        }
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
    }

    private <T> Optional<T> notA(String name, String kind) {
        String got =
                switch (given.get(name)) {
                    case Value.Text text -> "text";
                    case Value.Number number -> "a number";
                    case Value.Flag flag -> "true or false";
                    case Value.Items items -> "a list";
                    case Value.Fields fields -> "an object";
                    case Value.Absent absent -> "nothing";
                };
        wrong(name, String.format(Locale.ROOT, "field \"%s\" must be %s, got %s", name, kind, got));
        return Optional.empty();
    }
}
