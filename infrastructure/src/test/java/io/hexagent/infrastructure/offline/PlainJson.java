package io.hexagent.infrastructure.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;

/** JSON for tests. */
final class PlainJson implements Json {
    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public Value read(String text) {
        try {
            return value(mapper.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new MalformedJson("no JSON");
        }
    }

    private static Value value(JsonNode node) {
        if (node.isTextual()) {
            return Value.of(node.textValue());
        }
        if (node.isNumber()) {
            return Value.of(node.decimalValue());
        }
        if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        if (node.isArray()) {
            var items = new ArrayList<Value>();
            node.forEach(item -> items.add(value(item)));
            return Value.items(items);
        }
        if (node.isObject()) {
            var fields = Value.fields();
            node.properties().forEach(entry -> fields.put(entry.getKey(), value(entry.getValue())));
            return fields.build();
        }
        return Value.Absent.ABSENT;
    }

    @Override
    public String write(Value value) {
        return switch (value) {
            case Value.Text text ->
                mapper.getNodeFactory().textNode(text.text()).toString();
            case Value.Number number -> number.number().toPlainString();
            case Value.Flag flag -> String.valueOf(flag.flag());
            case Value.Absent absent -> "null";
            case Value.Items items ->
                "[" + String.join(",", items.items().stream().map(this::write).toList()) + "]";
            case Value.Fields fields ->
                "{"
                        + String.join(
                                ",",
                                fields.fields().entrySet().stream()
                                        .map(entry -> write(Value.of(entry.getKey())) + ":" + write(entry.getValue()))
                                        .toList())
                        + "}";
        };
    }
}
