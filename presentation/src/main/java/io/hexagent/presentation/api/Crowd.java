package io.hexagent.presentation.api;

import io.hexagent.application.access.AdmitRequest;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Behind the {@link Gate}: refuses early what would be too much. Somebody who comes too often gets 429; when too many
 * requests are at work, whoever comes gets 503. A stream counts until it begins. A WebSocket is not a request: each of
 * its messages is admitted by its {@link Chat}. Health, metrics and the documentation are always served.
 */
@ServerFilter(patterns = "^/api/(?!ws/).*", patternStyle = FilterPatternStyle.REGEX)
final class Crowd implements Ordered {
    private static final String PLACE = "io.hexagent.place";
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Hexagent hexagent;
    private final Replies replies;
    private final int most;
    private final AtomicInteger atWork = new AtomicInteger();

    Crowd(Hexagent hexagent, Replies replies) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.most = hexagent.settings().limits().requests();
    }

    /** Requests that have no response yet. */
    int atWork() {
        return atWork.get();
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Nullable
    MutableHttpResponse<?> enter(HttpRequest<?> request) {
        String address = address(request);
        switch (hexagent.admitRequest().handle(new AdmitRequest.Command(Principal.LOCAL, address))) {
            case AdmitRequest.Outcome.Admitted admitted -> {}
            case AdmitRequest.Outcome.TooMany tooMany -> {
                return replies.problem(tooMany(tooMany));
            }
        }
        if (atWork.incrementAndGet() > most) {
            atWork.decrementAndGet();
            return replies.problem(Problem.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "too_much_at_once",
                            most + " requests are at work already (setting limits.requests); try again soon")
                    .retryAfter(SOON));
        }
        request.setAttribute(PLACE, new AtomicBoolean(true));
        return null;
    }

    @ResponseFilter
    void leave(HttpRequest<?> request) {
        Optional<AtomicBoolean> place = request.getAttribute(PLACE, AtomicBoolean.class);
        if (place.isPresent() && place.get().compareAndSet(true, false)) {
            atWork.decrementAndGet();
        }
    }

    /** From where a request comes. */
    static String address(HttpRequest<?> request) {
        return request.getRemoteAddress().getAddress() == null
                ? "unknown"
                : request.getRemoteAddress().getAddress().getHostAddress();
    }

    static Problem tooMany(AdmitRequest.Outcome.TooMany tooMany) {
        return Problem.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too_many_requests",
                        "more than " + tooMany.most() + " requests in a minute (setting limits.requests-per-minute)")
                .retryAfter(tooMany.retryAfter());
    }

    /** After the gate, before all others. */
    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.after();
    }
}
