package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a tool is, for models and for people.
 *
 * @param version changes whenever the schema or the meaning does
 * @param displayName what a page shows
 * @param description what it does and when to use it, in a few sentences
 * @param examples questions that it answers, as a person would ask them
 * @param icon the name of an icon for a page
 * @param parameters JSON schema (draft 2020-12) of the arguments: an object
 * @param effects what a call does to the world, which decides how a call is repeated or recorded
 * @param needsApproval whether a person must allow each call
 * @param requiresAuth whether a credential of the user is needed
 * @param after tools whose calls of the same reply come first: this one builds on what they do
 */
public record ToolSpec(
        ToolName name,
        String version,
        String displayName,
        String description,
        List<String> examples,
        String icon,
        ToolCategory category,
        Value.Fields parameters,
        Effects effects,
        boolean needsApproval,
        boolean requiresAuth,
        Set<ToolName> after) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    /** What a call does to the world. */
    public enum Effects {
        /** Nothing: the same arguments give the same result, which may be kept. */
        PURE,
        /** It reads something that changes. */
        READS,
        /** It changes something, and may be called again with the same effect key. */
        IDEMPOTENT,
        /** It changes something each time. */
        ONCE;

        /** Whether something is changed. */
        public boolean change() {
            return switch (this) {
                case IDEMPOTENT, ONCE -> true;
                case PURE, READS -> false;
            };
        }

        /** Whether a call may be made again when it failed. */
        public boolean repeatable() {
            return this != ONCE;
        }
    }

    public ToolSpec {
        checkName(name);
        examples = List.copyOf(examples);
        after = Set.copyOf(after);
    }

    /** @throws IllegalArgumentException when no tool may have the name */
    public static void checkName(ToolName name) {
        if (!NAME.matcher(name.value()).matches()) {
            throw new IllegalArgumentException(
                    "a tool's name is 1 to 64 characters of a-z, A-Z, 0-9, _ and -, got \"" + name + "\"");
        }
    }

    /** A tool whose calls may be made in any order with others. */
    public ToolSpec(
            ToolName name,
            String version,
            String displayName,
            String description,
            List<String> examples,
            String icon,
            ToolCategory category,
            Value.Fields parameters,
            Effects effects,
            boolean needsApproval,
            boolean requiresAuth) {
        this(
                name,
                version,
                displayName,
                description,
                examples,
                icon,
                category,
                parameters,
                effects,
                needsApproval,
                requiresAuth,
                Set.of());
    }

    /** A tool that needs no approval. */
    public ToolSpec(
            ToolName name,
            String version,
            String displayName,
            String description,
            List<String> examples,
            String icon,
            ToolCategory category,
            Value.Fields parameters,
            Effects effects,
            boolean requiresAuth) {
        this(
                name,
                version,
                displayName,
                description,
                examples,
                icon,
                category,
                parameters,
                effects,
                false,
                requiresAuth);
    }

    /** The same tool, its calls made after those of others in the same reply. */
    public ToolSpec after(Set<ToolName> first) {
        return new ToolSpec(
                name,
                version,
                displayName,
                description,
                examples,
                icon,
                category,
                parameters,
                effects,
                needsApproval,
                requiresAuth,
                first);
    }

    /** The same tool with another description. */
    public ToolSpec describedAs(String other) {
        return new ToolSpec(
                name,
                version,
                displayName,
                other,
                examples,
                icon,
                category,
                parameters,
                effects,
                needsApproval,
                requiresAuth,
                after);
    }

    /** The schema in the form of OpenAI's function calling. */
    public Value.Fields functionSchema() {
        return Value.fields()
                .put("type", "function")
                .put(
                        "function",
                        Value.fields()
                                .put("name", name.value())
                                .put("description", description)
                                .put("parameters", parameters)
                                .build())
                .build();
    }
}
