package io.hexagent.infrastructure.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON without limits, for tests. */
public final class PlainJson implements Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Override
    public Value read(String text) {
        try {
            return value(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new MalformedJson(e.getOriginalMessage());
        }
    }

    @Override
    public String write(Value value) {
        return node(value).toString();
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Value>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                fields.put(field.getKey(), value(field.getValue()));
            }
            return new Value.Fields(fields);
        }
        if (node.isArray()) {
            var items = new ArrayList<Value>();
            node.forEach(item -> items.add(value(item)));
            return Value.items(items);
        }
        if (node.isTextual()) {
            return Value.of(node.textValue());
        }
        if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        return node.isNumber() ? Value.of(node.decimalValue()) : Value.Absent.ABSENT;
    }

    private static JsonNode node(Value value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Value.Text text -> nodes.textNode(text.text());
            case Value.Number number -> nodes.numberNode(number.number());
            case Value.Flag flag -> nodes.booleanNode(flag.flag());
            case Value.Items items -> {
                var array = nodes.arrayNode();
                items.items().forEach(item -> array.add(node(item)));
                yield array;
            }
            case Value.Fields fields -> {
                var object = nodes.objectNode();
                fields.fields().forEach((name, field) -> object.set(name, node(field)));
                yield object;
            }
            case Value.Absent ignored -> nodes.nullNode();
        };
    }
}
