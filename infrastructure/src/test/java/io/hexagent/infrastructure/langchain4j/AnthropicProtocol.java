package io.hexagent.infrastructure.langchain4j;

import io.hexagent.domain.value.Json.MalformedJson;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Anthropic's messages. */
final class AnthropicProtocol implements VendorProtocol {
    private static final Set<String> KNOWN =
            Set.of("model", "messages", "system", "tools", "stream", "temperature", "max_tokens");

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public boolean hasKey(VendorServer.Request request, String key) {
        return key.equals(request.headers().get("x-api-key"))
                && request.headers().containsKey("anthropic-version");
    }

    @Override
    public List<String> complaints(Value.Fields body) {
        List<String> complaints = new ArrayList<>();
        body.fields().keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> complaints.add("unknown field " + name));
        if (body.number("max_tokens").isEmpty()) {
            complaints.add("max_tokens is missing");
        }
        Set<String> pending = new HashSet<>();
        String last = "";
        for (Value value : body.items("messages")) {
            Value.Fields message = (Value.Fields) value;
            String role = message.text("role").orElse("");
            if (role.equals(last) || (last.isEmpty() && !role.equals("user"))) {
                complaints.add("roles out of order: " + role + " after " + last);
            }
            last = role;
            for (Value block : message.items("content")) {
                block((Value.Fields) block, pending, complaints);
            }
            if (role.equals("user") && !pending.isEmpty()) {
                complaints.add("tool_use without tool_result: " + pending);
            }
        }
        if (!last.equals("user")) {
            complaints.add("the messages end with " + last);
        }
        for (Value value : body.items("tools")) {
            Value.Fields tool = (Value.Fields) value;
            if (tool.text("name").isEmpty() || tool.fields("input_schema").isEmpty()) {
                complaints.add("not a tool: " + tool);
            }
        }
        return complaints;
    }

    private static void block(Value.Fields block, Set<String> pending, List<String> complaints) {
        switch (block.text("type").orElse("")) {
            case "text" -> {
                if (block.text("text").orElse("").isBlank()) {
                    complaints.add("text content blocks must be non-empty");
                }
            }
            case "tool_use" -> {
                pending.add(block.text("id").orElse(""));
                if (block.fields("input").isEmpty()) {
                    complaints.add("tool_use.input is no object");
                }
            }
            case "tool_result" -> {
                if (!pending.remove(block.text("tool_use_id").orElse(""))) {
                    complaints.add("tool_result that answers no tool_use");
                }
            }
            default -> complaints.add("unknown block " + block);
        }
    }

    @Override
    public String error(String type, String message) {
        return new JacksonJson()
                .write(Value.fields()
                        .put("type", "error")
                        .put(
                                "error",
                                Value.fields()
                                        .put("type", type)
                                        .put("message", message)
                                        .build())
                        .build());
    }

    @Override
    public String whole(VendorAnswer answer, JacksonJson json) {
        List<Value> content = new ArrayList<>();
        if (!answer.pieces().isEmpty()) {
            content.add(Value.fields()
                    .put("type", "text")
                    .put("text", String.join("", answer.pieces()))
                    .build());
        }
        for (VendorAnswer.Call call : answer.calls()) {
            content.add(use(call, input(call, json)));
        }
        return json.write(Value.fields()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "stub")
                .put("content", Value.items(content))
                .put("stop_reason", stop(answer))
                .put(
                        "usage",
                        Value.fields()
                                .put("input_tokens", 90)
                                .put("output_tokens", 20)
                                .build())
                .build());
    }

    private static Value input(VendorAnswer.Call call, JacksonJson json) {
        try {
            return json.readFields(call.arguments());
        } catch (MalformedJson e) {
            return Value.of(call.arguments());
        }
    }

    private static Value.Fields use(VendorAnswer.Call call, Value input) {
        return Value.fields()
                .put("type", "tool_use")
                .put("id", call.id())
                .put("name", call.name())
                .put("input", input)
                .build();
    }

    private static Value stop(VendorAnswer answer) {
        return switch (answer.finish()) {
            case "" -> Value.Absent.ABSENT;
            case "stop" -> Value.of("end_turn");
            case "calls" -> Value.of("tool_use");
            case "length" -> Value.of("max_tokens");
            default -> Value.of(answer.finish());
        };
    }

    @Override
    public List<String> events(VendorAnswer answer, JacksonJson json) {
        List<String> events = new ArrayList<>();
        events.add(event(
                json,
                "message_start",
                Value.fields()
                        .put(
                                "message",
                                Value.fields()
                                        .put("id", "msg_1")
                                        .put("role", "assistant")
                                        .put("model", "stub")
                                        .put(
                                                "usage",
                                                Value.fields()
                                                        .put("input_tokens", 90)
                                                        .put("output_tokens", 1)
                                                        .build())
                                        .build())));
        int index = 0;
        if (!answer.pieces().isEmpty()) {
            events.add(start(
                    json,
                    index,
                    Value.fields().put("type", "text").put("text", "").build()));
            for (String piece : answer.pieces()) {
                events.add(delta(
                        json,
                        index,
                        Value.fields()
                                .put("type", "text_delta")
                                .put("text", piece)
                                .build()));
            }
            events.add(event(json, "content_block_stop", Value.fields().put("index", index++)));
        }
        for (VendorAnswer.Call call : answer.calls()) {
            events.add(start(json, index, use(call, Value.Fields.EMPTY)));
            int half = call.arguments().length() / 2;
            for (String part : List.of(
                    call.arguments().substring(0, half), call.arguments().substring(half))) {
                events.add(delta(
                        json,
                        index,
                        Value.fields()
                                .put("type", "input_json_delta")
                                .put("partial_json", part)
                                .build()));
            }
            events.add(event(json, "content_block_stop", Value.fields().put("index", index++)));
        }
        events.add(event(
                json,
                "message_delta",
                Value.fields()
                        .put(
                                "delta",
                                Value.fields().put("stop_reason", stop(answer)).build())
                        .put("usage", Value.fields().put("output_tokens", 20).build())));
        events.add(event(json, "message_stop", Value.fields()));
        return events;
    }

    private static String start(JacksonJson json, int index, Value.Fields block) {
        return event(
                json, "content_block_start", Value.fields().put("index", index).put("content_block", block));
    }

    private static String delta(JacksonJson json, int index, Value.Fields delta) {
        return event(
                json, "content_block_delta", Value.fields().put("index", index).put("delta", delta));
    }

    private static String event(JacksonJson json, String type, Value.Builder body) {
        return "event: " + type + "\ndata: " + json.write(body.put("type", type).build()) + "\n\n";
    }
}
