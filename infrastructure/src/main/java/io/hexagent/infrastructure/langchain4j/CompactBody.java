package io.hexagent.infrastructure.langchain4j;

import java.nio.charset.StandardCharsets;

/** The UTF-8 bytes of a JSON text without the white space between its tokens, which LangChain4j's mapper writes. */
record CompactBody(byte[] bytes, int length) {

    /** @param json valid JSON; what is inside its strings stays as it is */
    static CompactBody of(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        int to = 0;
        for (int from = 0; from < bytes.length; from++) {
            byte b = bytes[from];
            if (b == '"') {
                int end = endOfString(bytes, from + 1);
                int length = end - from;
                if (to != from) {
                    System.arraycopy(bytes, from, bytes, to, length);
                }
                to += length;
                from = end - 1;
            } else if (b > ' ' || b < 0) {
                bytes[to++] = b;
            }
        }
        return new CompactBody(bytes, to);
    }

    /** The index after the string's closing quote. */
    private static int endOfString(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, bytes.length);
    }
}
