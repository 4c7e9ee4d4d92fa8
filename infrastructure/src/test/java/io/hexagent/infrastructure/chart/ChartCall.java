package io.hexagent.infrastructure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the tool as a sentence: {@code kind=bar x=Species y=Body Mass (g)}. Other names are filters for equality.
 */
final class ChartCall {
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+)=(.*?)(?= \\w+=|$)");
    private static final Set<String> NAMES =
            Set.of("kind", "x", "y", "function", "color", "period", "bins", "sort", "limit", "title", "dataset");
    private final LiteralTable table;
    private final Value.Fields arguments;
    private ChartPainter painter = new XChartPainter();

    ChartCall(LiteralTable table, String sentence) {
        this.table = table;
        var fields = Value.fields();
        Matcher matcher = ARGUMENT.matcher(sentence);
        while (matcher.find()) {
            String name = matcher.group(1);
            Value value = matcher.group(2).matches("\\d+")
                    ? Value.of(Long.parseLong(matcher.group(2)))
                    : Value.of(matcher.group(2));
            if (NAMES.contains(name)) {
                fields.put(name, value);
            } else {
                fields.put(
                        "filters",
                        Value.items(List.of(Value.fields()
                                .put("column", name)
                                .put("op", "=")
                                .put("value", value)
                                .build())));
            }
        }
        this.arguments = fields.build();
    }

    ChartCall paintedBy(ChartPainter other) {
        painter = other;
        return this;
    }

    ToolResult result() {
        var context = new ToolContext(
                new RunId("run"),
                new ConversationId("conversation"),
                Principal.LOCAL,
                new CallId("call"),
                "effect",
                List.of(table.dataset()),
                Instant.MAX,
                ToolContext.Progress.NONE);
        return new CreateChartTool(table, new PlainJson(), painter).call(arguments, context);
    }

    ToolResult.Succeeded succeeds() {
        ToolResult result = result();
        assertThat(result).isInstanceOf(ToolResult.Succeeded.class);
        return (ToolResult.Succeeded) result;
    }

    String rejection() {
        ToolResult result = result();
        assertThat(result).isInstanceOf(ToolResult.Rejected.class);
        return ((ToolResult.Rejected) result).message();
    }

    static ArtifactDraft.Rendition rendition(ToolResult.Succeeded result, String mediaType) {
        return result.artifacts().getFirst().renditions().stream()
                .filter(rendition -> rendition.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow();
    }

    /** Writes values as JSON; reads nothing. */
    private static final class PlainJson implements Json {
        private final ObjectMapper mapper = new ObjectMapper();

        @Override
        public Value read(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String write(Value value) {
            return switch (value) {
                case Value.Absent absent -> "null";
                case Value.Flag flag -> flag.toString();
                case Value.Number number -> number.toString();
                case Value.Text text -> quoted(text.text());
                case Value.Items items ->
                    "["
                            + String.join(
                                    ",", items.items().stream().map(this::write).toList()) + "]";
                case Value.Fields fields ->
                    "{"
                            + String.join(
                                    ",",
                                    fields.fields().entrySet().stream()
                                            .map(entry -> quoted(entry.getKey()) + ":" + write(entry.getValue()))
                                            .toList())
                            + "}";
            };
        }

        private String quoted(String text) {
            try {
                return mapper.writeValueAsString(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
