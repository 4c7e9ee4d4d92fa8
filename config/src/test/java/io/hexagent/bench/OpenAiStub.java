package io.hexagent.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that speaks enough of OpenAI's chat completions to drive a loop of tool calls, in a process of its own so
 * that its CPU is not counted. It asks for one calculator call after another until the history has as many tool
 * messages as the model's name says ({@code stub-2}: two), then answers.
 */
public final class OpenAiStub {
    private static final Pattern TOOLS = Pattern.compile("\"model\"\\s*:\\s*\"stub-(\\d+)\"");

    private static final String START = "{\"id\":\"chatcmpl-1\",\"created\":1700000000,\"model\":\"stub\",";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":20,\"total_tokens\":110}";

    private OpenAiStub() {}

    /** Prints its port, then serves until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (var server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            Thread.ofVirtual().start(() -> acceptAll(server));
            while (System.in.read() >= 0) {
                // The parent closes our input when it is done.
            }
        }
    }

    private static void acceptAll(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The server was closed: the measurement is over.
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                OutputStream out = socket.getOutputStream()) {
            while (true) {
                out.write(answer(body(in)));
            }
        } catch (IOException gone) {
            // The client closed its connection.
        }
    }

    private static String body(InputStream in) throws IOException {
        int length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (!chunked) {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        var whole = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            whole.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return whole.toString(StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private static byte[] answer(String request) {
        Matcher model = TOOLS.matcher(request);
        int wanted = model.find() ? Integer.parseInt(model.group(1)) : 2;
        int done = count(request, "\"role\":\"tool\"") + count(request, "\"role\" : \"tool\"");
        String message = done < wanted
                ? "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_" + done
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"calculator\",\"arguments\":"
                        + "\"{\\\"operation\\\":\\\"add\\\",\\\"x\\\":" + done + ",\\\"y\\\":10}\"}}]}"
                : "{\"role\":\"assistant\",\"content\":\"The result is 45.\"}";
        String reason = done < wanted ? "tool_calls" : "stop";
        boolean streamed = request.contains("\"stream\":true");
        return streamed ? streamed(message, reason) : whole(message, reason);
    }

    private static byte[] whole(String message, String reason) {
        return response(
                "application/json",
                START + "\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":" + message
                        + ",\"logprobs\":null,\"finish_reason\":\"" + reason + "\"}]," + USAGE + "}");
    }

    /** The same in the pieces of a stream: the message, its end, the usage. */
    private static byte[] streamed(String message, String reason) {
        String chunk = "data: " + START + "\"object\":\"chat.completion.chunk\",\"choices\":[";
        String delta = message.replace("[{\"id\"", "[{\"index\":0,\"id\"");
        return response(
                "text/event-stream",
                chunk + "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}\n\n" + chunk
                        + "{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n" + chunk + "],"
                        + USAGE + "}\n\ndata: [DONE]\n\n");
    }

    private static byte[] response(String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] both = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, both, 0, head.length);
        System.arraycopy(bytes, 0, both, head.length, bytes.length);
        return both;
    }

    private static int count(String text, String part) {
        int n = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            n++;
        }
        return n;
    }
}
