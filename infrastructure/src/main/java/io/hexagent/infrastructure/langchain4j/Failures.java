package io.hexagent.infrastructure.langchain4j;

import com.fasterxml.jackson.core.JacksonException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.anthropic.internal.api.AnthropicStreamingException;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Json.MalformedJson;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.HttpTrouble;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Turns what went wrong on the way to a model into the domain's exception, with no key and no prompt in its words. */
final class Failures {
    private static final int SHOWN = 200;
    private static final int TELLING = 24;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal LONGEST_WAIT =
            BigDecimal.valueOf(Duration.ofDays(365).toMillis());

    private final Vendor vendor;
    private final Json json;
    private final InstantSource clock;

    Failures(Vendor vendor, Json json, InstantSource clock) {
        this.vendor = vendor;
        this.json = json;
        this.clock = clock;
    }

    /** @return a {@link LanguageModelException}, or a {@link CancellationException} with the interrupt flag set */
    RuntimeException of(RuntimeException failure, Prompt prompt) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case HttpTrouble trouble -> {
                    return of(trouble);
                }
                case RefusedCall refused -> {
                    return of(refused, prompt);
                }
                case AnthropicStreamingException error -> {
                    return inStream(error.type(), error);
                }
                case ContentFilteredException filtered -> {
                    return failed(Code.REJECTED, "declined to answer", failure);
                }
                case JacksonException garbage -> {
                    return failed(Code.MALFORMED, "sent something that is not the JSON of a reply", failure);
                }
                default -> {}
            }
        }
        // LangChain4j tells of an error event in the middle of a stream by a bare RuntimeException; what else comes out
        // of it stumbled over a reply that is not as the protocol promises.
        return failure.getClass().equals(RuntimeException.class)
                ? failed(Code.UNAVAILABLE, "reported an error in the middle of its reply", failure)
                : failed(Code.MALFORMED, "sent no reply that can be read", failure);
    }

    LanguageModelException truncated(String why) {
        return new LanguageModelException(Code.TRUNCATED, vendor + " " + why);
    }

    LanguageModelException failed(Code code, String what) {
        return new LanguageModelException(code, vendor + " " + what);
    }

    private LanguageModelException failed(Code code, String what, Throwable cause) {
        return new LanguageModelException(code, vendor + " " + what, Optional.empty(), cause);
    }

    private RuntimeException of(HttpTrouble trouble) {
        Code code =
                switch (trouble.kind()) {
                    case UNREACHABLE, BROKEN -> Code.UNREACHABLE;
                    case TIMEOUT -> Code.TIMEOUT;
                    case CUT_OFF -> Code.TRUNCATED;
                    case TOO_LARGE -> Code.MALFORMED;
                    case INTERRUPTED -> {
                        Thread.currentThread().interrupt();
                        var cancelled = new CancellationException(vendor + ": " + trouble.getMessage());
                        cancelled.initCause(trouble);
                        throw cancelled;
                    }
                };
        return new LanguageModelException(code, vendor + ": " + trouble.getMessage(), Optional.empty(), trouble);
    }

    private LanguageModelException of(RefusedCall refused, Prompt prompt) {
        int status = refused.statusCode();
        Value.Fields error = error(refused.body());
        String said = said(error, prompt);
        if (status == 401 || status == 403) {
            return failed(
                    Code.UNAUTHORIZED,
                    "refused the key (" + status + "): check " + vendor.keySetting()
                            + (vendor.key().isEmpty() ? ", which is not set" : ""),
                    refused);
        }
        if (status == 429 && !isQuota(error)) {
            Optional<Duration> wait = retryAfter(refused);
            return new LanguageModelException(
                    Code.RATE_LIMITED,
                    vendor + " allows no more requests for now (429)"
                            + wait.map(time -> ", wait " + time.toSeconds() + " s")
                                    .orElse(""),
                    wait,
                    refused);
        }
        if (status >= 500 || status == 408 || status == 409 || status == 425) {
            return new LanguageModelException(
                    Code.UNAVAILABLE,
                    vendor + " is not available (" + status + ")" + said,
                    retryAfter(refused),
                    refused);
        }
        return failed(
                Code.REJECTED,
                switch (status) {
                            case 404 -> "knows no such model or address (404)";
                            case 413 -> "takes no request of this size (413)";
                            case 429 -> "has no quota left for this key (429)";
                            default -> "rejected the request (" + status + ")";
                        }
                        + said,
                refused);
    }

    private LanguageModelException inStream(String type, Throwable cause) {
        return switch (type) {
            case "overloaded_error", "api_error", "timeout_error" ->
                failed(Code.UNAVAILABLE, "broke off its reply: " + type, cause);
            case "rate_limit_error" -> failed(Code.RATE_LIMITED, "broke off its reply: " + type, cause);
            case "authentication_error", "permission_error" ->
                failed(Code.UNAUTHORIZED, "refused the key: check " + vendor.keySetting(), cause);
            case null, default -> failed(Code.REJECTED, "rejected the request in the middle of its reply", cause);
        };
    }

    private Value.Fields error(String body) {
        try {
            Value.Fields whole = json.readFields(body);
            return whole.fields("error").orElse(whole);
        } catch (MalformedJson e) {
            return Value.Fields.EMPTY;
        }
    }

    private static boolean isQuota(Value.Fields error) {
        return error.text("code").or(() -> error.text("type")).orElse("").equals("insufficient_quota");
    }

    /** The vendor's own words, unless they repeat what was asked. */
    private String said(Value.Fields error, Prompt prompt) {
        String said = error.text("message").or(() -> error.text("error")).orElse("");
        String line = said.replaceAll("\\s+", " ").strip();
        if (line.isEmpty() || repeats(line, prompt)) {
            return "";
        }
        if (!vendor.key().isEmpty()) {
            line = line.replace(vendor.key(), "…");
        }
        return ": " + (line.length() <= SHOWN ? line : Clean.text(line.substring(0, SHOWN - 1)) + "…");
    }

    private static boolean repeats(String line, Prompt prompt) {
        for (Message message : prompt.messages()) {
            if (quotes(line, message.text())) {
                return true;
            }
        }
        return quotes(line, prompt.instructions());
    }

    private static boolean quotes(String line, String text) {
        String start = text.strip();
        return start.length() >= TELLING && line.contains(start.substring(0, TELLING));
    }

    private Optional<Duration> retryAfter(RefusedCall refused) {
        return refused.retryAfterMillis()
                .flatMap(millis -> wait(millis, BigDecimal.ONE))
                .or(() -> refused.retryAfter()
                        .flatMap(given -> wait(given, THOUSAND).or(() -> until(given))));
    }

    private static Optional<Duration> wait(String number, BigDecimal millis) {
        try {
            BigDecimal wait = new BigDecimal(number.strip()).multiply(millis);
            return wait.signum() < 0 || wait.compareTo(LONGEST_WAIT) > 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(wait.longValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Duration> until(String date) {
        try {
            var at = ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), at);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
