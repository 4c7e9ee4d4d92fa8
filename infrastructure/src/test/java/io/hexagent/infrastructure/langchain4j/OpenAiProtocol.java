package io.hexagent.infrastructure.langchain4j;

import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** OpenAI's chat completions. */
final class OpenAiProtocol implements VendorProtocol {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "tools",
            "stream",
            "stream_options",
            "temperature",
            "max_tokens",
            "max_completion_tokens");

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public boolean hasKey(VendorServer.Request request, String key) {
        return key.isEmpty()
                ? !request.headers().containsKey("authorization")
                : ("Bearer " + key).equals(request.headers().get("authorization"));
    }

    @Override
    public List<String> complaints(Value.Fields body) {
        List<String> complaints = new ArrayList<>();
        body.fields().keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> complaints.add("unknown field " + name));
        Set<String> pending = new HashSet<>();
        String last = "";
        for (Value value : body.items("messages")) {
            Value.Fields message = (Value.Fields) value;
            last = message.text("role").orElse("");
            if (!last.equals("tool") && !pending.isEmpty()) {
                complaints.add("tool calls without an answer: " + pending);
            }
            switch (last) {
                case "system", "user" -> {
                    if (message.text("content").isEmpty()) {
                        complaints.add(last + " message without content");
                    }
                }
                case "assistant" -> assistant(message, pending, complaints);
                case "tool" -> {
                    if (!pending.remove(message.text("tool_call_id").orElse(""))) {
                        complaints.add("tool message that answers no call");
                    }
                }
                default -> complaints.add("unknown role " + last);
            }
        }
        if (!pending.isEmpty() || !Set.of("user", "tool").contains(last)) {
            complaints.add("the messages end with " + last + ", open calls " + pending);
        }
        for (Value value : body.items("tools")) {
            Value.Fields tool = (Value.Fields) value;
            Value.Fields function = tool.fields("function").orElse(Value.Fields.EMPTY);
            if (!tool.text("type").orElse("").equals("function")
                    || function.text("name").isEmpty()
                    || function.fields("parameters").isEmpty()) {
                complaints.add("not a tool: " + tool);
            }
        }
        return complaints;
    }

    private static void assistant(Value.Fields message, Set<String> pending, List<String> complaints) {
        if (message.text("content").isEmpty() && message.items("tool_calls").isEmpty()) {
            complaints.add("assistant message with neither content nor calls");
        }
        for (Value value : message.items("tool_calls")) {
            Value.Fields call = (Value.Fields) value;
            pending.add(call.text("id").orElse(""));
            if (call.fields("function")
                    .flatMap(function -> function.text("arguments"))
                    .isEmpty()) {
                complaints.add("a call's arguments are no text");
            }
        }
    }

    @Override
    public String error(String type, String message) {
        return new JacksonJson()
                .write(Value.fields()
                        .put(
                                "error",
                                Value.fields()
                                        .put("message", message)
                                        .put("type", type)
                                        .put("code", type)
                                        .build())
                        .build());
    }

    @Override
    public String whole(VendorAnswer answer, JacksonJson json) {
        Value.Builder message = Value.fields().put("role", "assistant");
        message.put(
                "content",
                answer.pieces().isEmpty() ? Value.Absent.ABSENT : Value.of(String.join("", answer.pieces())));
        if (!answer.calls().isEmpty()) {
            message.put(
                    "tool_calls",
                    Value.items(answer.calls().stream()
                            .map(call -> call(call).build())
                            .toList()));
        }
        return json.write(Value.fields()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_700_000_000)
                .put("model", "stub")
                .put(
                        "choices",
                        Value.items(List.of(Value.fields()
                                .put("index", 0)
                                .put("message", message.build())
                                .put("finish_reason", finish(answer))
                                .build())))
                .put("usage", usage())
                .build());
    }

    private static Value.Builder call(VendorAnswer.Call call) {
        Value.Builder built = Value.fields();
        if (!call.id().isEmpty()) {
            built.put("id", call.id());
        }
        return built.put("type", "function")
                .put(
                        "function",
                        Value.fields()
                                .put("name", call.name())
                                .put("arguments", call.arguments())
                                .build());
    }

    private static Value finish(VendorAnswer answer) {
        return switch (answer.finish()) {
            case "" -> Value.Absent.ABSENT;
            case "calls" -> Value.of("tool_calls");
            default -> Value.of(answer.finish());
        };
    }

    private static Value usage() {
        return Value.fields()
                .put("prompt_tokens", 90)
                .put("completion_tokens", 20)
                .put("total_tokens", 110)
                .build();
    }

    @Override
    public List<String> events(VendorAnswer answer, JacksonJson json) {
        List<String> events = new ArrayList<>();
        events.add(chunk(
                json, Value.fields().put("role", "assistant").put("content", "").build(), Value.Absent.ABSENT));
        for (String piece : answer.pieces()) {
            events.add(chunk(json, Value.fields().put("content", piece).build(), Value.Absent.ABSENT));
        }
        int index = 0;
        for (VendorAnswer.Call call : answer.calls()) {
            int half = call.arguments().length() / 2;
            events.add(chunk(
                    json,
                    calls(call(new VendorAnswer.Call(call.id(), call.name(), ""))
                            .put("index", index)
                            .build()),
                    Value.Absent.ABSENT));
            for (String part : List.of(
                    call.arguments().substring(0, half), call.arguments().substring(half))) {
                events.add(chunk(
                        json,
                        calls(Value.fields()
                                .put("index", index)
                                .put(
                                        "function",
                                        Value.fields().put("arguments", part).build())
                                .build()),
                        Value.Absent.ABSENT));
            }
            index++;
        }
        if (!answer.finish().isEmpty()) {
            events.add(chunk(json, Value.Fields.EMPTY, finish(answer)));
        }
        events.add("data: "
                + json.write(Value.fields()
                        .put("id", "chatcmpl-1")
                        .put("choices", Value.Items.EMPTY)
                        .put("usage", usage())
                        .build())
                + "\n\n");
        events.add(": a comment\n\ndata: [DONE]\n\n");
        return events;
    }

    private static Value.Fields calls(Value.Fields call) {
        return Value.fields().put("tool_calls", Value.items(List.of(call))).build();
    }

    private static String chunk(JacksonJson json, Value.Fields delta, Value finish) {
        return "data: "
                + json.write(Value.fields()
                        .put("id", "chatcmpl-1")
                        .put("object", "chat.completion.chunk")
                        .put(
                                "choices",
                                Value.items(List.of(Value.fields()
                                        .put("index", 0)
                                        .put("delta", delta)
                                        .put("finish_reason", finish)
                                        .build())))
                        .build())
                + "\n\n";
    }
}
