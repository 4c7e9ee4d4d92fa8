package io.hexagent.presentation.cli;

/** Weight and colour of text on a terminal; plain where there is none. */
record Style(boolean on) {
    String bold(String text) {
        return wrapped("1", text);
    }

    String faint(String text) {
        return wrapped("2", text);
    }

    String green(String text) {
        return wrapped("32", text);
    }

    String yellow(String text) {
        return wrapped("33", text);
    }

    String red(String text) {
        return wrapped("31", text);
    }

    private String wrapped(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
