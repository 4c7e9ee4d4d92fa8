package io.hexagent.config;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.mcp.McpServer;
import io.hexagent.infrastructure.mcp.McpServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The servers of the Model Context Protocol in the form that other programs keep them in: {@code {"mcpServers":
 * {"files": {"command": "npx", "args": [], "env": {}}, "wiki": {"url": "…", "headers": {}}}}}. Messages name the server
 * and the field, never a value, since values may be secrets.
 */
final class McpEntries {
    private static final String SETTING = "setting mcp.servers";
    private static final Set<String> COMMAND = Set.of("command", "args", "env", "type", "disabled");
    private static final Set<String> HTTP = Set.of("url", "headers", "type", "disabled");

    private McpEntries() {}

    static McpServers.Options options(Settings.Mcp given) {
        return new McpServers.Options(
                given.timeout(),
                given.startTimeout(),
                given.patience(),
                given.ping(),
                (int) given.messageBytes(),
                given.tools(),
                given.retryMin(),
                given.retryMax());
    }

    /** @throws InvalidSetting when the file or the JSON cannot be used */
    static List<McpServer.Entry> of(Settings.Mcp given, Json json) {
        if (given.servers().isEmpty()) {
            return List.of();
        }
        String text = given.servers().get().reveal();
        Value.Fields whole;
        try {
            whole = json.readFields(text.startsWith("{") ? text : Files.readString(Path.of(text)));
        } catch (IOException | InvalidPathException unreadable) {
            throw new InvalidSetting(SETTING + ": there is no readable file of that name, and the value is no JSON");
        } catch (Json.MalformedJson wrong) {
            throw new InvalidSetting(SETTING + ": " + wrong.getMessage());
        }
        var entries = new ArrayList<McpServer.Entry>();
        whole.fields("mcpServers").orElse(whole).fields().forEach((name, value) -> {
            if (!name.matches("[a-zA-Z0-9_-]{1,32}")) {
                throw wrong(name, "a name has 1 to 32 characters of a-z, A-Z, 0-9, _ and -");
            }
            if (!(value instanceof Value.Fields fields)) {
                throw wrong(name, "it is no object");
            }
            if (!fields.flag("disabled").orElse(false)) {
                entries.add(new McpServer.Entry(name, reached(name, fields)));
            }
        });
        return entries;
    }

    private static McpServer.Reached reached(String name, Value.Fields fields) {
        Optional<String> command = fields.text("command").filter(text -> !text.isBlank());
        Optional<String> url = fields.text("url");
        if (command.isPresent() == url.isPresent()) {
            throw wrong(name, "it needs either a command or a url");
        }
        Set<String> known = command.isPresent() ? COMMAND : HTTP;
        fields.fields().keySet().stream()
                .filter(field -> !known.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw wrong(
                            name,
                            "there is no field \"" + field + "\" beside "
                                    + known.stream().sorted().toList());
                });
        if (command.isPresent()) {
            var words = new ArrayList<String>();
            words.add(command.get());
            words.addAll(fields.texts("args"));
            return new McpServer.Command(words, texts(name, fields, "env"));
        }
        return new McpServer.Http(uri(name, url.orElseThrow()), texts(name, fields, "headers"));
    }

    private static URI uri(String name, String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException notOne) {
            throw wrong(name, "its url is no http or https address");
        }
        throw wrong(name, "its url is no http or https address");
    }

    private static Map<String, String> texts(String name, Value.Fields fields, String field) {
        var texts = new LinkedHashMap<String, String>();
        fields.fields(field).orElse(Value.Fields.EMPTY).fields().forEach((key, value) -> {
            if (!(value instanceof Value.Text text)) {
                throw wrong(name, field + "." + key + " is no text");
            }
            texts.put(key, text.text());
        });
        return texts;
    }

    private static InvalidSetting wrong(String name, String why) {
        return new InvalidSetting(SETTING + ": server \"" + name + "\": " + why);
    }
}
