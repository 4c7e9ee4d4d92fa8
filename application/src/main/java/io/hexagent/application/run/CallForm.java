package io.hexagent.application.run;

import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Ids and names of calls as every vendor takes them back: OpenAI wants ids of at most 40 characters, Anthropic only
 * letters, digits, {@code _} and {@code -} and each id once in a conversation, and both want names of that alphabet.
 * Some servers give others ({@code functions.add:0}), and a conversation may change its model.
 */
final class CallForm {
    private static final int LONGEST_ID = 40;
    private static final int LONGEST_NAME = 64;
    private static final Pattern ALPHABET = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern OTHERS = Pattern.compile("[^a-zA-Z0-9_-]");

    private CallForm() {}

    /** The id itself where it may stay, else the nearest one that is free. @param isFree whether nobody has the id */
    static CallId id(CallId given, Predicate<CallId> isFree) {
        String form = formed(given.value(), LONGEST_ID);
        var id = new CallId(form);
        for (int n = 2; !isFree.test(id); n++) {
            String suffix = "-" + n;
            id = new CallId(form.substring(0, Math.min(form.length(), LONGEST_ID - suffix.length())) + suffix);
        }
        return id;
    }

    /**
     * The name itself where it may stay, else one like it that no tool has.
     *
     * @param isOffered whether a tool has the name: a wrong name must not become a right one
     */
    static ToolName name(ToolName given, Predicate<ToolName> isOffered) {
        String form = formed(given.value(), LONGEST_NAME);
        var name = new ToolName(form);
        if (name.equals(given)) {
            return given;
        }
        for (int n = 2; isOffered.test(name); n++) {
            String suffix = "_" + n;
            name = new ToolName(form.substring(0, Math.min(form.length(), LONGEST_NAME - suffix.length())) + suffix);
        }
        return name;
    }

    private static String formed(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest);
        return ALPHABET.matcher(cut).matches() ? cut : OTHERS.matcher(cut).replaceAll("_");
    }
}
