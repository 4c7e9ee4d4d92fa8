package io.hexagent.presentation.cli;

/** {@code {"error": {"code", "message"}}}, written without the program being open. */
final class ErrorJson {
    private ErrorJson() {}

    static String of(String code, String message) {
        return "{\"error\":{\"code\":" + quoted(code) + ",\"message\":" + quoted(message) + "}}";
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
