package io.hexagent.config;

import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.infrastructure.measured.JoinedTelemetry;
import io.hexagent.infrastructure.micrometer.MicrometerTelemetry;
import io.hexagent.infrastructure.opentelemetry.OpenTelemetryTraces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Who watches: metrics and traces as the settings have them, and whoever the host brings. */
final class Observers implements AutoCloseable {
    private final Optional<MicrometerTelemetry> metrics;
    private final Optional<OpenTelemetryTraces> traces;
    private final Telemetry telemetry;

    private Observers(
            Optional<MicrometerTelemetry> metrics, Optional<OpenTelemetryTraces> traces, Telemetry telemetry) {
        this.metrics = metrics;
        this.traces = traces;
        this.telemetry = telemetry;
    }

    static Observers open(Parts parts, Settings settings) {
        Settings.Watching watching = settings.telemetry();
        Optional<MicrometerTelemetry> metrics =
                parts.metrics() && watching.metrics() ? Optional.of(new MicrometerTelemetry()) : Optional.empty();
        Optional<OpenTelemetryTraces> traces = watching.otlpEndpoint().map(endpoint -> {
            var headers = new LinkedHashMap<String, String>();
            watching.otlpHeaders().forEach((name, value) -> headers.put(name, value.reveal()));
            return new OpenTelemetryTraces(OpenTelemetryTraces.Options.of(endpoint, headers));
        });
        var all = new ArrayList<Telemetry>();
        metrics.ifPresent(all::add);
        traces.ifPresent(all::add);
        parts.telemetry().ifPresent(all::add);
        return new Observers(metrics, traces, JoinedTelemetry.of(all));
    }

    Telemetry telemetry() {
        return telemetry;
    }

    /** The metrics in Prometheus' text format; empty when none are kept. */
    Optional<String> metrics() {
        return metrics.map(MicrometerTelemetry::text);
    }

    @Override
    public void close() {
        traces.ifPresent(OpenTelemetryTraces::close);
        metrics.ifPresent(MicrometerTelemetry::close);
    }
}
