package io.hexagent.presentation.cluster;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback address that speaks OpenAI's chat completions and follows the script in the
 * {@link Question}. It numbers what it is asked and puts the number into its reply, so that the log tells which of
 * several replies to the same turn was kept. Tools of the tests report here, too.
 */
final class ModelStub implements AutoCloseable {
    /**
     * One time that the model was asked.
     *
     * @param number from 1, over all runs
     * @param who the process that asked
     * @param turn from 0: how many tool results the run had
     * @param at in milliseconds of the clock
     */
    record Asked(int number, String who, String run, int turn, long at) {}

    /** One time that a tool was at work. @param what {@code began}, {@code done} or {@code stopped} */
    record Worked(int number, String who, String run, String effectKey, String what, long at) {}

    private final ServerSocket listening;
    private final Json json;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Worked> worked = new CopyOnWriteArrayList<>();
    /** The numbers of those who went away before they had the whole reply, with the time. */
    private final Map<Integer, Long> gone = new ConcurrentHashMap<>();

    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger efforts = new AtomicInteger();

    private ModelStub(ServerSocket listening, Json json) {
        this.listening = listening;
        this.json = json;
    }

    static ModelStub open(Json json) {
        try {
            var stub = new ModelStub(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), json);
            Thread.ofVirtual().start(stub::accept);
            return stub;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Where a process asks; the stub knows it by that. */
    String urlFor(String who) {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/" + who;
    }

    /** All that it was asked about a run, in order. */
    List<Asked> asked(String run) {
        return asked.stream().filter(each -> each.run().equals(run)).toList();
    }

    /** All that tools did for a run, in order. */
    List<Worked> worked(String run) {
        return worked.stream().filter(each -> each.run().equals(run)).toList();
    }

    /** Who asked under a number. */
    String who(int number) {
        return asked.stream()
                .filter(each -> each.number() == number)
                .map(Asked::who)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody asked under " + number));
    }

    /** Which process a tool worked in. */
    String worker(long effort) {
        return worked.stream()
                .filter(each -> each.number() == effort)
                .map(Worked::who)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody worked under " + effort));
    }

    /** Whether whoever asked has gone without waiting for the reply. */
    boolean isGone(int number) {
        return gone.containsKey(number);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] path = line.split(" ", -1)[1].split("/", -1);
                Value.Fields body = json.readFields(body(in));
                if (path[2].equals("worked")) {
                    whole(out, noted(path[1], body));
                } else {
                    answer(path[1], body, socket, in, out);
                }
            }
        } catch (IOException clientGone) {
            return;
        }
    }

    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private Value.Fields noted(String who, Value.Fields body) {
        int number = efforts.incrementAndGet();
        worked.add(new Worked(
                number,
                who,
                body.text("run").orElse(""),
                body.text("key").orElse(""),
                body.text("what").orElse(""),
                System.currentTimeMillis()));
        return Value.fields().put("number", number).build();
    }

    private void answer(String who, Value.Fields body, Socket socket, InputStream in, OutputStream out)
            throws IOException {
        List<Value> messages = body.items("messages");
        int turn = 0;
        int at = messages.size() - 1;
        while (at >= 0 && !role(messages.get(at)).equals("user")) {
            turn += role(messages.get(at)).equals("tool") ? 1 : 0;
            at--;
        }
        String text =
                at < 0 ? "" : ((Value.Fields) messages.get(at)).text("content").orElse("");
        Question question = Question.of(text).orElseThrow(() -> new IOException("no script in: " + text));
        int number = numbers.incrementAndGet();
        asked.add(new Asked(number, who, question.label(), turn, System.currentTimeMillis()));
        try {
            think(question.pause(), socket, in);
            boolean streamed = body.flag("stream").orElse(false);
            if (streamed) {
                stream(question, turn, number, socket, in, out);
            } else {
                Value.Fields message = turn < question.turns() - 1
                        ? message(Value.Absent.ABSENT)
                                .put("tool_calls", calls(question, turn, number))
                                .build()
                        : message(Value.of(String.join("", words(question, number))))
                                .build();
                whole(out, completion("message", message, Value.of(finish(question, turn))));
            }
        } catch (IOException left) {
            gone.put(number, System.currentTimeMillis());
            throw left;
        }
    }

    private static String role(Value message) {
        return message instanceof Value.Fields fields ? fields.text("role").orElse("") : "";
    }

    /** Waits, but no longer than the client does. */
    private static void think(int millis, Socket socket, InputStream in) throws IOException {
        if (millis == 0) {
            return;
        }
        socket.setSoTimeout(millis);
        try {
            in.mark(1);
            if (in.read() < 0) {
                throw new IOException("the client has gone");
            }
            in.reset();
        } catch (SocketTimeoutException timeIsOver) {
            return;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private void stream(Question question, int turn, int number, Socket socket, InputStream in, OutputStream out)
            throws IOException {
        send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        if (turn < question.turns() - 1) {
            chunk(
                    out,
                    Value.fields()
                            .put("tool_calls", calls(question, turn, number))
                            .build(),
                    Value.Absent.ABSENT);
        } else {
            for (String word : words(question, number)) {
                chunk(out, Value.fields().put("content", word).build(), Value.Absent.ABSENT);
                think(question.every(), socket, in);
            }
        }
        chunk(out, Value.Fields.EMPTY, Value.of(finish(question, turn)));
        Value.Fields usage = Value.fields()
                .put("id", "chatcmpl-1")
                .put("choices", Value.Items.EMPTY)
                .put("usage", usage())
                .build();
        piece(out, "data: " + json.write(usage) + "\n\ndata: [DONE]\n\n");
        send(out, "0\r\n\r\n");
    }

    private void chunk(OutputStream out, Value.Fields delta, Value finish) throws IOException {
        piece(out, "data: " + json.write(completion("delta", delta, finish)) + "\n\n");
    }

    private static void piece(OutputStream out, String text) throws IOException {
        send(out, Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void whole(OutputStream out, Value.Fields body) throws IOException {
        String text = json.write(body);
        send(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + text.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + text);
    }

    private static Value.Builder message(Value content) {
        return Value.fields().put("role", "assistant").put("content", content);
    }

    private static Value.Fields completion(String part, Value.Fields content, Value finish) {
        return Value.fields()
                .put("id", "chatcmpl-1")
                .put("object", part.equals("delta") ? "chat.completion.chunk" : "chat.completion")
                .put("created", 1_700_000_000)
                .put("model", "stub")
                .put(
                        "choices",
                        Value.items(List.of(Value.fields()
                                .put("index", 0)
                                .put(part, content)
                                .put("finish_reason", finish)
                                .build())))
                .put("usage", part.equals("delta") ? Value.Absent.ABSENT : usage())
                .build();
    }

    private static Value usage() {
        return Value.fields()
                .put("prompt_tokens", 90)
                .put("completion_tokens", 20)
                .put("total_tokens", 110)
                .build();
    }

    private static String finish(Question question, int turn) {
        return turn < question.turns() - 1 ? "tool_calls" : "stop";
    }

    /** The tool of the script; the number of the reply is among its arguments. */
    private Value calls(Question question, int turn, int number) {
        Value.Fields arguments = question.tool().equals("calculator")
                ? Value.fields()
                        .put("operation", "add")
                        .put("x", turn)
                        .put("y", number)
                        .build()
                : Value.fields()
                        .put("run", question.label())
                        .put("number", number)
                        .put("wait", question.work())
                        .build();
        return Value.items(List.of(Value.fields()
                .put("index", 0)
                .put("id", "call-" + number)
                .put("type", "function")
                .put(
                        "function",
                        Value.fields()
                                .put("name", question.tool())
                                .put("arguments", json.write(arguments))
                                .build())
                .build()));
    }

    private static List<String> words(Question question, int number) {
        var words = new ArrayList<String>();
        words.add("Answer #" + number + ":");
        for (int i = 1; i < question.words(); i++) {
            words.add(" word" + i);
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
