package io.hexagent.infrastructure.opentelemetry;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ObjIntConsumer;
import java.util.zip.GZIPInputStream;

/** A collector on loopback that reads as much of OTLP's protobuf as the tests ask about. */
final class Collector implements AutoCloseable {
    /** @param parent empty: a root */
    record Received(String trace, String id, String parent, String name, Map<String, String> attributes) {}

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            String key = exchange.getRequestHeaders().getFirst("X-Key");
            keys.add(key == null ? "" : key);
            request(body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    private void request(byte[] message) {
        fields(message, (resource, number) -> {
            if (number == 1) {
                fields(resource, (scope, inResource) -> {
                    if (inResource == 2) {
                        fields(scope, (span, inScope) -> {
                            if (inScope == 2) {
                                spans.add(span(span));
                            }
                        });
                    }
                });
            }
        });
    }

    private static Received span(byte[] message) {
        var texts = new HashMap<Integer, String>();
        var attributes = new HashMap<String, String>();
        fields(message, (value, number) -> {
            switch (number) {
                case 1, 2, 4 -> texts.put(number, HexFormat.of().formatHex(value));
                case 5 -> texts.put(number, new String(value, StandardCharsets.UTF_8));
                case 9 -> attribute(value, attributes);
                default -> {}
            }
        });
        return new Received(
                texts.getOrDefault(1, ""),
                texts.getOrDefault(2, ""),
                texts.getOrDefault(4, ""),
                texts.getOrDefault(5, ""),
                attributes);
    }

    private static void attribute(byte[] message, Map<String, String> attributes) {
        var parts = new HashMap<Integer, byte[]>();
        fields(message, (value, number) -> parts.put(number, value));
        fields(parts.getOrDefault(2, new byte[0]), (value, number) -> {
            String text = number == 1
                    ? new String(value, StandardCharsets.UTF_8)
                    : Long.toString(ByteBuffer.wrap(value)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong());
            attributes.put(new String(parts.get(1), StandardCharsets.UTF_8), text);
        });
    }

    /** Each field of a message: its bytes, or for a number its eight bytes, little-endian. */
    private static void fields(byte[] message, ObjIntConsumer<byte[]> field) {
        var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = (int) (tag >>> 3);
            byte[] value =
                    switch ((int) (tag & 7)) {
                        case 0 ->
                            ByteBuffer.allocate(8)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(varint(in))
                                    .array();
                        case 1 -> bytes(in, 8);
                        case 2 -> bytes(in, (int) varint(in));
                        case 5 -> bytes(in, 4);
                        default -> throw new UncheckedIOException(new IOException("no protobuf"));
                    };
            field.accept(value, number);
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
