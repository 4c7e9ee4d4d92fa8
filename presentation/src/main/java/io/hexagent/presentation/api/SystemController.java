package io.hexagent.presentation.api;

import io.hexagent.config.Health;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Version;
import io.hexagent.presentation.wire.SystemShapes;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The program itself: its name, its health, its models. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class SystemController {
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Hexagent hexagent;
    private final Replies replies;
    private final Leaving leaving;

    SystemController(Hexagent hexagent, Replies replies, Leaving leaving) {
        this.leaving = leaving;
        this.hexagent = hexagent;
        this.replies = replies;
    }

    @Get
    HttpResponse<String> root() {
        return replies.ok(Value.fields()
                .put("name", Version.NAME)
                .put("version", Version.number())
                .put("docs", "/docs")
                .put("health", "/health")
                .build());
    }

    @Get("/health")
    HttpResponse<String> health() {
        Health health = hexagent.health();
        return replies.of(health.isUp() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, SystemShapes.health(health));
    }

    /** Whether the process answers at all. */
    @Get("/health/live")
    HttpResponse<String> live() {
        return replies.ok(Value.fields().put("status", "up").build());
    }

    /** Whether it can work, and goes on doing so. */
    @Get("/health/ready")
    HttpResponse<String> ready() {
        boolean up = !leaving.hasBegun() && hexagent.health().isUp();
        return replies.of(
                up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                Value.fields().put("status", up ? "up" : "down").build());
    }

    /** Counts and times, for Prometheus. */
    @Get(value = "/prometheus", produces = METRICS)
    HttpResponse<String> prometheus() {
        return hexagent.metrics()
                .map(text -> HttpResponse.ok(text).contentType(METRICS))
                .orElseThrow(() -> Problem.of(
                        HttpStatus.NOT_FOUND, "not_found", "no metrics are kept (setting telemetry.metrics)"));
    }

    @Get("/api/models")
    HttpResponse<String> models() {
        return replies.ok(SystemShapes.models(hexagent.models()));
    }
}
