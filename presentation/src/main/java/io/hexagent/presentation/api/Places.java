package io.hexagent.presentation.api;

import io.hexagent.application.run.follow.ThreadCursor;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** From where a client wants to read on: its {@code last_id}, or the {@code Last-Event-ID} that browsers send. */
final class Places {
    private static final int LONGEST = 18;

    private Places() {}

    /** The number of the event that was read last; 0 for the start. @throws Problem 422 when it is no number */
    static long ofRun(HttpRequest<?> request) {
        Optional<String> given = given(request);
        if (given.isEmpty()) {
            return 0;
        }
        long seq = whole(given.get());
        if (seq < 0) {
            throw Problem.invalid(
                    "last_id",
                    "last_id \"" + shown(given.get()) + "\" is no number of an event: give the id of the event that was"
                            + " read last, or 0 for the start");
        }
        return seq;
    }

    /** A place in a thread. @throws Problem 422 when it is none */
    static ThreadCursor ofThread(HttpRequest<?> request) {
        Optional<String> given = given(request);
        if (given.isEmpty() || given.get().equals("0")) {
            return ThreadCursor.START;
        }
        String text = given.get();
        int dot = text.indexOf('.');
        long ordinal = dot < 0 ? -1 : whole(text.substring(0, dot));
        long seq = dot < 0 ? -1 : whole(text.substring(dot + 1));
        if (ordinal < 1 || seq < 0) {
            throw Problem.invalid(
                    "last_id",
                    "last_id \"" + shown(text)
                            + "\" is no place in a thread: give the id of the event that was read last,"
                            + " as 2.17, or 0 for the start");
        }
        return new ThreadCursor(ordinal, seq);
    }

    private static Optional<String> given(HttpRequest<?> request) {
        return Queries.text(request, "last_id")
                .or(() -> Optional.ofNullable(request.getHeaders().get("Last-Event-ID")))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static long whole(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }

    private static String shown(String text) {
        return text.length() <= LONGEST * 2 ? text : text.substring(0, LONGEST * 2) + "…";
    }
}
