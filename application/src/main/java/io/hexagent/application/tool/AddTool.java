package io.hexagent.application.tool;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.CustomToolFields;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Adds a tool that an owner describes: one HTTP call. It can be called at once, on every machine. */
public final class AddTool {
    /** The longest definition, in characters of JSON. */
    public static final int MOST_CHARS = 64 * 1024;

    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~0|~1)*)*");
    private static final int MOST_HEADERS = 30;

    private final ToolRegistry registry;
    private final CustomTools tools;
    private final Schemas schemas;
    private final Json json;
    private final Secrets secrets;
    private final int most;

    /** @param most how many tools an owner may have */
    public AddTool(ToolRegistry registry, CustomTools tools, Schemas schemas, Json json, Secrets secrets, int most) {
        this.registry = registry;
        this.tools = tools;
        this.schemas = schemas;
        this.json = json;
        this.secrets = secrets;
        this.most = most;
    }

    /**
     * @param displayName empty: the name
     * @param method a method of HTTP
     * @param url with {@code {argument}} in its path and query
     * @param headers values may have {@code ${secret:NAME}} in them
     * @param responsePath JSON pointer; empty: the whole answer
     * @param needsApproval empty: whenever the method is not GET
     * @param key makes the request safe to repeat
     */
    public record Command(
            Principal principal,
            String name,
            String displayName,
            String description,
            Optional<String> category,
            Value.Fields parameters,
            String method,
            String url,
            Map<String, String> headers,
            String responsePath,
            Optional<Boolean> needsApproval,
            Optional<RequestKey> key) {
        public Command {
            headers = Map.copyOf(headers);
        }
    }

    public sealed interface Outcome {
        record Added(ToolRegistry.Listed tool) implements Outcome {}

        /** The same request added it before. */
        record Repeated(ToolRegistry.Listed tool) implements Outcome {}

        /** The same request added it before, and it was deleted since. */
        record Gone(String name) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        /** A field is wrong; the message says what is allowed. */
        record Invalid(String field, String message) implements Outcome {}

        record NameTaken(String name) implements Outcome {}

        /** The owner has as many tools as allowed. */
        record TooMany(int most) implements Outcome {}
    }

    public Outcome handle(Command command) {
        OwnerId owner = command.principal().owner();
        CustomTool tool;
        try {
            tool = tool(command);
        } catch (Wrong wrong) {
            return wrong.outcome;
        }
        if (registry.isBuiltIn(tool.name())) {
            return new Outcome.NameTaken(command.name());
        }
        Optional<Keyed> keyed = tools.add(owner, tool, most, command.key());
        if (keyed.isEmpty()) {
            List<CustomTool> own = tools.all(owner);
            boolean isTaken = own.stream().anyMatch(one -> one.name().equals(tool.name()));
            return isTaken || own.size() < most ? new Outcome.NameTaken(command.name()) : new Outcome.TooMany(most);
        }
        registry.forget(owner);
        Optional<ToolRegistry.Listed> listed = registry.inspect(owner, tool.name());
        return switch (keyed.get()) {
            case Keyed.Created created ->
                listed.<Outcome>map(Outcome.Added::new)
                        .orElseThrow(
                                () -> new IllegalStateException("tool " + tool.name() + " was added and is not there"));
            case Keyed.Repeated repeated ->
                listed.<Outcome>map(Outcome.Repeated::new).orElseGet(() -> new Outcome.Gone(repeated.resource()));
            case Keyed.Reused reused -> new Outcome.KeyReused();
        };
    }

    private CustomTool tool(Command command) {
        if (command.description().length() > ChangeTool.MOST_DESCRIPTION) {
            throw new Wrong("description", "a description has at most " + ChangeTool.MOST_DESCRIPTION + " characters");
        }
        CustomTool.Method method = method(command.method());
        UrlTemplate url = url(command.url());
        check(command.parameters(), url);
        checkHeaders(command.headers(), url);
        if (!POINTER.matcher(command.responsePath()).matches()) {
            throw new Wrong(
                    "response_path",
                    "a JSON pointer is empty or begins with /, got \"" + command.responsePath() + "\"");
        }
        CustomTool tool;
        try {
            tool = new CustomTool(
                    new ToolName(command.name()),
                    "",
                    command.displayName().isBlank() ? command.name() : command.displayName(),
                    command.description(),
                    category(command.category()),
                    command.parameters(),
                    new CustomTool.HttpCall(method, command.url(), command.headers(), command.responsePath()),
                    command.needsApproval().orElse(!method.reads()));
            ToolSpec.checkName(tool.name());
        } catch (IllegalArgumentException wrong) {
            throw new Wrong("name", String.valueOf(wrong.getMessage()));
        }
        Value.Fields fields = CustomToolFields.of(tool);
        int size = json.write(fields).length();
        if (size > MOST_CHARS) {
            throw new Wrong("parameters", "a tool is described in at most " + MOST_CHARS + " characters, got " + size);
        }
        String version = Fingerprint.of(fields, json).substring(0, 12);
        return CustomToolFields.read(fields.with("version", Value.of(version)));
    }

    private static CustomTool.Method method(String text) {
        try {
            return CustomTool.Method.ofWire(text);
        } catch (IllegalArgumentException unknown) {
            throw new Wrong("method", "method \"" + text + "\" not in " + List.of(CustomTool.Method.values()));
        }
    }

    private static UrlTemplate url(String text) {
        try {
            return UrlTemplate.of(text);
        } catch (IllegalArgumentException wrong) {
            throw new Wrong("url", String.valueOf(wrong.getMessage()));
        }
    }

    private static ToolCategory category(Optional<String> wire) {
        if (wire.isEmpty()) {
            return ToolCategory.OTHER;
        }
        return ToolCategory.ofWire(wire.get())
                .orElseThrow(
                        () -> new Wrong("category", "category \"" + wire.get() + "\" not in " + ToolCategory.wires()));
    }

    private void check(Value.Fields schema, UrlTemplate url) {
        List<String> problems = schemas.problems(schema);
        if (!problems.isEmpty()) {
            throw new Wrong("parameters", "not a JSON schema: " + String.join("; ", problems));
        }
        if (!schema.text("type").equals(Optional.of("object"))) {
            throw new Wrong("parameters", "the schema of the arguments must have \"type\": \"object\"");
        }
        if (hasPattern(schema)) {
            throw new Wrong("parameters", "the schema of a custom tool has no pattern and no patternProperties");
        }
        Value.Fields properties = schema.fields("properties").orElse(Value.Fields.EMPTY);
        List<String> required = schema.texts("required");
        for (String name : url.names()) {
            Optional<String> type = properties.fields(name).flatMap(property -> property.text("type"));
            boolean isSingle = type.filter(List.of("string", "number", "integer", "boolean")::contains)
                    .isPresent();
            if (!isSingle || !required.contains(name)) {
                throw new Wrong(
                        "url",
                        "{" + name
                                + "} must be a required property of the parameters of type string, number, integer or"
                                + " boolean");
            }
        }
    }

    /** Whoever writes a pattern could keep the matcher busy for ever. */
    private static boolean hasPattern(Value value) {
        return switch (value) {
            case Value.Fields fields ->
                fields.get("pattern") instanceof Value.Text
                        || fields.has("patternProperties")
                        || fields.fields().values().stream().anyMatch(AddTool::hasPattern);
            case Value.Items items -> items.items().stream().anyMatch(AddTool::hasPattern);
            case Value.Text ignored -> false;
            case Value.Number ignored -> false;
            case Value.Flag ignored -> false;
            case Value.Absent ignored -> false;
        };
    }

    private void checkHeaders(Map<String, String> headers, UrlTemplate url) {
        if (headers.size() > MOST_HEADERS) {
            throw new Wrong("headers", "at most " + MOST_HEADERS + " headers, got " + headers.size());
        }
        for (String name : Secrets.names(headers.values())) {
            secrets.refusal(name, url.host()).ifPresent(reason -> {
                throw new Wrong("headers", reason);
            });
        }
        try {
            var filled = new LinkedHashMap<String, String>();
            headers.forEach((name, value) ->
                    filled.put(name, secrets.filled(value, url.host()).text()));
            var ignored = new FetchRequest(
                    FetchRequest.Method.GET,
                    URI.create("http://localhost"),
                    filled,
                    Optional.empty(),
                    FetchCaps.WIDEST);
        } catch (IllegalArgumentException wrong) {
            throw new Wrong("headers", String.valueOf(wrong.getMessage()));
        }
    }

    /** A field is wrong: ends the reading. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Outcome.Invalid outcome;

        Wrong(String field, String message) {
            super(message);
            this.outcome = new Outcome.Invalid(field, message);
        }
    }
}
