package io.hexagent.infrastructure.mcp;

import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol's words in ours, and ours in the protocol's. */
final class Translation {
    private static final Logger LOG = LoggerFactory.getLogger(Translation.class);
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int LONGEST_ERROR = 2_000;

    /** What a browser shows without running anything in it. */
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final Json json;
    private final Schemas schemas;

    Translation(Json json, Schemas schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    /** A server's tools under its prefix. What cannot be used is left out, and logged. */
    List<Tool> tools(McpServer server, List<McpSchema.Tool> told, int most) {
        Map<ToolName, Tool> tools = new LinkedHashMap<>();
        for (McpSchema.Tool tool : told) {
            if (tools.size() >= most) {
                LOG.warn(
                        "the MCP server {} has {} tools; those after {} are left out",
                        server.name(),
                        told.size(),
                        most);
                break;
            }
            try {
                var made = new McpTool(server, tool.name(), spec(server, tool));
                if (tools.putIfAbsent(made.spec().name(), made) != null) {
                    LOG.warn(
                            "the MCP server {} has two tools named {}",
                            server.name(),
                            made.spec().name());
                }
            } catch (RuntimeException | IOException unusable) {
                LOG.warn("the MCP server {} has a tool that cannot be used: {}", server.name(), unusable.getMessage());
            }
        }
        return List.copyOf(tools.values());
    }

    private ToolSpec spec(McpServer server, McpSchema.Tool tool) throws IOException {
        Value.Fields schema = tool.inputSchema() == null
                ? Value.fields().put("type", "object").build()
                : json.readFields(McpJsonDefaults.getMapper().writeValueAsString(tool.inputSchema()));
        if (!schema.has("properties")) {
            // Some language models refuse an object that names none.
            schema = schema.with("properties", Value.Fields.EMPTY);
        }
        // A schema that is none is refused here, and not when a model calls the tool.
        var unused = schemas.violations(schema, Value.Fields.EMPTY);
        String description = bounded(Optional.ofNullable(tool.description()).orElse(tool.name()), LONGEST_DESCRIPTION);
        return new ToolSpec(
                name(server, tool.name()),
                version(schema, description),
                bounded(Optional.ofNullable(tool.title()).orElse(tool.name()), 100) + " (" + server.name() + ")",
                description,
                List.of(),
                "plug",
                ToolCategory.OTHER,
                schema,
                effects(Optional.ofNullable(tool.annotations())),
                false);
    }

    private ToolName name(McpServer server, String name) {
        String whole = server.prefix() + name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return new ToolName(
                whole.length() <= LONGEST_NAME
                        ? whole
                        : whole.substring(0, LONGEST_NAME - 9) + "_"
                                + hash(whole).substring(0, 8));
    }

    /** A server does not say which version a tool has; another description or schema is another one. */
    private String version(Value.Fields schema, String description) {
        return hash(json.write(schema) + description).substring(0, 12);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A server that does not say what a tool changes may change anything. */
    private static Effects effects(Optional<McpSchema.ToolAnnotations> hints) {
        if (hints.map(McpSchema.ToolAnnotations::readOnlyHint).orElse(false)) {
            return Effects.READS;
        }
        return hints.map(McpSchema.ToolAnnotations::idempotentHint).orElse(false) ? Effects.IDEMPOTENT : Effects.ONCE;
    }

    ToolResult result(McpSchema.CallToolResult result) {
        var text = new StringBuilder();
        var pictures = new ArrayList<ArtifactDraft>();
        List<McpSchema.Content> content = result.content() == null ? List.of() : result.content();
        for (McpSchema.Content part : content) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append(told(part, pictures));
        }
        if (Boolean.TRUE.equals(result.isError())) {
            return text.isEmpty()
                    ? new ToolResult.Failed("the tool failed without saying why")
                    : new ToolResult.FailedElsewhere(bounded(text.toString(), LONGEST_ERROR));
        }
        Value.Builder told = Untrusted.result();
        structured(result.structuredContent())
                .ifPresentOrElse(value -> told.put("structured", value), () -> told.put("text", text.toString()));
        return new ToolResult.Succeeded(told.build(), pictures);
    }

    /** The same as the text, but better to read; a server that gives it gives both. */
    private Optional<Value> structured(@Nullable Object content) {
        if (content == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.read(McpJsonDefaults.getMapper().writeValueAsString(content)));
        } catch (IOException | Json.MalformedJson unreadable) {
            return Optional.empty();
        }
    }

    private static String told(McpSchema.Content part, List<ArtifactDraft> pictures) {
        return switch (part) {
            case McpSchema.TextContent text -> String.valueOf(text.text());
            case McpSchema.ImageContent image -> picture(image, pictures);
            case McpSchema.AudioContent audio -> "(a sound, " + audio.mimeType() + ", left out)";
            case McpSchema.EmbeddedResource embedded -> resource(embedded.resource());
            case McpSchema.ResourceLink link -> "(a link to " + link.uri() + ")";
            default -> "(something of a kind that is not known here, left out)";
        };
    }

    private static String resource(McpSchema.ResourceContents resource) {
        return resource instanceof McpSchema.TextResourceContents text
                ? String.valueOf(text.text())
                : "(bytes of " + resource.uri() + ", left out)";
    }

    private static String picture(McpSchema.ImageContent image, List<ArtifactDraft> pictures) {
        String type = String.valueOf(image.mimeType());
        try {
            if (PICTURES.contains(type)) {
                byte[] bytes = Base64.getDecoder().decode(image.data());
                pictures.add(new ArtifactDraft(
                        ArtifactKind.FILE,
                        "Picture " + (pictures.size() + 1),
                        List.of(new ArtifactDraft.Rendition(type, bytes))));
                return "(picture " + pictures.size() + ", kept for the user)";
            }
        } catch (IllegalArgumentException noBase64) {
            return "(a picture that cannot be read)";
        }
        return "(a picture of a kind that is not kept)";
    }

    private static String bounded(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "\u2026";
    }

    /** Arguments as plain Java data. */
    static Map<String, Object> plain(Value.Fields fields) {
        var plain = new LinkedHashMap<String, Object>();
        fields.fields().forEach((name, value) -> {
            Object one = plain(value);
            if (one != null) {
                plain.put(name, one);
            }
        });
        return plain;
    }

    private static @Nullable Object plain(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Number number -> number.number();
            case Value.Flag flag -> flag.flag();
            case Value.Absent absent -> null;
            case Value.Fields fields -> plain(fields);
            case Value.Items items -> {
                var list = new ArrayList<@Nullable Object>();
                items.items().forEach(item -> list.add(plain(item)));
                yield list;
            }
        };
    }
}
