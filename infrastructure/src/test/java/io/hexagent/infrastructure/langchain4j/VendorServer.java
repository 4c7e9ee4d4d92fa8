package io.hexagent.infrastructure.langchain4j;

import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback server that speaks the protocol of a vendor, as strictly as a strict vendor would, and misbehaves on
 * demand. It gives its answers in the order in which they were scripted; without any left it answers 500.
 */
public final class VendorServer implements AutoCloseable {
    private final ServerSocket listening;
    private final VendorProtocol protocol;
    private final String key;
    private final JacksonJson json = new JacksonJson();
    private final Queue<VendorAnswer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch clientGone = new CountDownLatch(1);

    /** What a client sent. Header names are in lower case. */
    public record Request(String line, Map<String, String> headers, String text, Value.Fields body) {}

    private VendorServer(VendorProtocol protocol, String key) {
        this.protocol = protocol;
        this.key = key;
        try {
            listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public static VendorServer openAi(String key) {
        return new VendorServer(new OpenAiProtocol(), key);
    }

    public static VendorServer anthropic(String key) {
        return new VendorServer(new AnthropicProtocol(), key);
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    public VendorServer then(VendorAnswer answer) {
        answers.add(answer);
        return this;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public Request lastRequest() {
        return requests.getLast();
    }

    /** How many connections clients have opened. */
    public int connections() {
        return connections.get();
    }

    /** Waits until an answer hangs, as {@link VendorAnswer#hangingAfter} asked. */
    public void awaitHanging() throws InterruptedException {
        if (!hanging.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer hangs");
        }
    }

    /** Waits until the client has closed the connection of an answer that hangs. */
    public boolean awaitClientGone() throws InterruptedException {
        return clientGone.await(10, TimeUnit.SECONDS);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = new BufferedOutputStream(socket.getOutputStream());
            boolean keep = true;
            while (keep) {
                String line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                keep = answer(read(line, in), socket, in, out);
            }
        } catch (IOException e) {
            // The client has gone, which is what several tests are about.
        } finally {
            open.remove(socket);
        }
    }

    private Request read(String line, InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(line, headers, text, json.readFields(text));
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

    private boolean answer(Request request, Socket socket, InputStream in, OutputStream out) throws IOException {
        requests.add(request);
        if (!request.line().equals("POST /v1" + protocol.path() + " HTTP/1.1")) {
            return status(out, 404, Map.of(), protocol.error("not_found_error", "no route " + request.line()));
        }
        if (!protocol.hasKey(request, key)) {
            return status(out, 401, Map.of(), protocol.error("authentication_error", "wrong key: " + key));
        }
        List<String> complaints = new ArrayList<>(protocol.complaints(request.body()));
        if (!isCompact(request.text())) {
            complaints.add("the body has white space between its tokens");
        }
        if (!complaints.isEmpty()) {
            return status(out, 400, Map.of(), protocol.error("invalid_request_error", String.join("; ", complaints)));
        }
        VendorAnswer answer = answers.poll();
        if (answer == null) {
            return status(out, 500, Map.of(), protocol.error("api_error", "nothing left to answer"));
        }
        if (answer.status() != 200) {
            String body = answer.raw().isEmpty() ? protocol.error(answer.errorType(), answer.error()) : answer.raw();
            return status(out, answer.status(), answer.headers(), body);
        }
        return speak(answer, request, socket, in, out);
    }

    private boolean speak(VendorAnswer answer, Request request, Socket socket, InputStream in, OutputStream out)
            throws IOException {
        boolean streamed = request.body().flag("stream").orElse(false);
        List<String> pieces = streamed && answer.raw().isEmpty()
                ? protocol.events(answer, json)
                : List.of(answer.raw().isEmpty() ? protocol.whole(answer, json) : answer.raw());
        pause(answer.delay());
        if (answer.hangsAfter() == 0) {
            hang(in);
            return false;
        }
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: "
                        + (streamed ? "text/event-stream" : "application/json")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        int sent = 0;
        for (String piece : pieces) {
            if (sent == answer.cutAfter()) {
                if (!streamed) {
                    chunk(out, piece.substring(0, piece.length() / 2));
                    out.flush();
                }
                if (answer.cutCleanly()) {
                    break;
                }
                socket.setSoLinger(true, 0);
                return false;
            }
            if (sent == answer.hangsAfter()) {
                hang(in);
                return false;
            }
            chunk(out, piece);
            out.flush();
            sent++;
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    private void hang(InputStream in) throws IOException {
        hanging.countDown();
        try {
            if (in.read() < 0) {
                clientGone.countDown();
            }
        } catch (IOException e) {
            clientGone.countDown();
            throw e;
        }
    }

    private void pause(Duration delay) throws IOException {
        try {
            if (closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the server is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean status(OutputStream out, int status, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("HTTP/1.1 " + status + " Told\r\nContent-Type: application/json\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        return true;
    }

    private static boolean isCompact(String json) {
        return json.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"").chars().noneMatch(Character::isWhitespace);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
