package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A custom tool as fields, as it is kept and shown, both ways. Secrets stand in it by name only. */
public final class CustomToolFields {
    private CustomToolFields() {}

    public static Value.Fields of(CustomTool tool) {
        var headers = Value.fields();
        tool.call().headers().forEach(headers::put);
        return Value.fields()
                .put("name", tool.name().value())
                .put("version", tool.version())
                .put("display_name", tool.displayName())
                .put("description", tool.description())
                .put("category", tool.category().wire())
                .put("parameters", tool.parameters())
                .put("method", tool.call().method().name())
                .put("url", tool.call().url())
                .put("headers", headers.build())
                .put("response_path", tool.call().responsePath())
                .put("needs_approval", tool.needsApproval())
                .build();
    }

    /** The tool that {@link #of} wrote. @throws IllegalArgumentException when the fields are not such a tool */
    public static CustomTool read(Value.Fields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.fields("headers")
                .orElse(Value.Fields.EMPTY)
                .fields()
                .forEach((name, value) -> headers.put(name, value.toString()));
        return new CustomTool(
                new ToolName(text(fields, "name")),
                text(fields, "version"),
                text(fields, "display_name"),
                text(fields, "description"),
                ToolCategory.valueOf(text(fields, "category").toUpperCase(Locale.ROOT)),
                fields.fields("parameters").orElse(Value.Fields.EMPTY),
                new CustomTool.HttpCall(
                        CustomTool.Method.ofWire(text(fields, "method")),
                        text(fields, "url"),
                        headers,
                        text(fields, "response_path")),
                fields.flag("needs_approval").orElse(false));
    }

    private static String text(Value.Fields fields, String name) {
        return fields.text(name)
                .orElseThrow(() -> new IllegalArgumentException("a custom tool without \"" + name + "\""));
    }
}
