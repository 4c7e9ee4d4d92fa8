package io.hexagent.application.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** JSON in the plainest way, for tests of a module that has no adapters. */
public final class PlainJson implements Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public Value read(String text) {
        try {
            return value(MAPPER.readTree(text));
        } catch (JsonProcessingException wrong) {
            throw new MalformedJson("not JSON: " + text);
        }
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Value>();
            node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return new Value.Fields(fields);
        }
        if (node.isArray()) {
            var items = new ArrayList<Value>();
            node.forEach(item -> items.add(value(item)));
            return new Value.Items(items);
        }
        if (node.isNumber()) {
            return Value.of(node.decimalValue());
        }
        if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        return node.isNull() ? Value.Absent.ABSENT : Value.of(node.asText());
    }

    @Override
    public String write(Value value) {
        return node(value).toString();
    }

    private static JsonNode node(Value value) {
        return switch (value) {
            case Value.Text text -> MAPPER.getNodeFactory().textNode(text.text());
            case Value.Number number -> MAPPER.getNodeFactory().numberNode(number.number());
            case Value.Flag flag -> MAPPER.getNodeFactory().booleanNode(flag.flag());
            case Value.Absent absent -> MAPPER.getNodeFactory().nullNode();
            case Value.Items items -> {
                var array = MAPPER.createArrayNode();
                items.items().forEach(item -> array.add(node(item)));
                yield array;
            }
            case Value.Fields fields -> {
                var object = MAPPER.createObjectNode();
                fields.fields().forEach((name, field) -> object.set(name, node(field)));
                yield object;
            }
        };
    }
}
