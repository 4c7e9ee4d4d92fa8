package io.hexagent.infrastructure.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One scripted answer of a {@link VendorServer}.
 *
 * @param pieces the text, as it is streamed
 * @param calls the tools called
 * @param finish why the vendor stopped: {@code stop}, {@code calls} or {@code length}; empty: it does not say
 * @param raw sent as the body instead of anything else, when not empty
 * @param cutAfter events after which the connection ends; beyond the last: never
 * @param cutCleanly whether a cut ends the body as if it were whole
 * @param hangsAfter events after which nothing more is sent; beyond the last: never
 */
public record VendorAnswer(
        int status,
        Map<String, String> headers,
        String errorType,
        String error,
        List<String> pieces,
        List<Call> calls,
        String finish,
        String raw,
        Duration delay,
        int cutAfter,
        boolean cutCleanly,
        int hangsAfter) {
    private static final int NEVER = Integer.MAX_VALUE;

    /** @param id empty: the vendor sends none */
    public record Call(String id, String name, String arguments) {}

    public static VendorAnswer text(String... pieces) {
        return ok(List.of(pieces), List.of(), "stop");
    }

    public static VendorAnswer calls(Call... calls) {
        return ok(List.of(), List.of(calls), "calls");
    }

    public static VendorAnswer thoughtAndCalls(String thought, Call... calls) {
        return ok(List.of(thought), List.of(calls), "calls");
    }

    public static VendorAnswer refused(int status, String error) {
        return new VendorAnswer(
                status,
                Map.of(),
                "some_error",
                error,
                List.of(),
                List.of(),
                "",
                "",
                Duration.ZERO,
                NEVER,
                false,
                NEVER);
    }

    /** A body that the protocol does not promise. */
    public static VendorAnswer raw(int status, String body) {
        return new VendorAnswer(
                status, Map.of(), "", "", List.of(), List.of(), "", body, Duration.ZERO, NEVER, false, NEVER);
    }

    private static VendorAnswer ok(List<String> pieces, List<Call> calls, String finish) {
        return new VendorAnswer(200, Map.of(), "", "", pieces, calls, finish, "", Duration.ZERO, NEVER, false, NEVER);
    }

    public VendorAnswer header(String name, String value) {
        return new VendorAnswer(
                status,
                Map.of(name, value),
                errorType,
                error,
                pieces,
                calls,
                finish,
                raw,
                delay,
                cutAfter,
                cutCleanly,
                hangsAfter);
    }

    public VendorAnswer ofType(String type) {
        return new VendorAnswer(
                status, headers, type, error, pieces, calls, finish, raw, delay, cutAfter, cutCleanly, hangsAfter);
    }

    public VendorAnswer finishing(String why) {
        return new VendorAnswer(
                status, headers, errorType, error, pieces, calls, why, raw, delay, cutAfter, cutCleanly, hangsAfter);
    }

    public VendorAnswer after(Duration time) {
        return new VendorAnswer(
                status, headers, errorType, error, pieces, calls, finish, raw, time, cutAfter, cutCleanly, hangsAfter);
    }

    public VendorAnswer cutAfter(int events, boolean cleanly) {
        return new VendorAnswer(
                status, headers, errorType, error, pieces, calls, finish, raw, delay, events, cleanly, hangsAfter);
    }

    public VendorAnswer hangingAfter(int events) {
        return new VendorAnswer(
                status, headers, errorType, error, pieces, calls, finish, raw, delay, cutAfter, cutCleanly, events);
    }
}
