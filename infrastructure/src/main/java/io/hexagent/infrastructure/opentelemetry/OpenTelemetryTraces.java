package io.hexagent.infrastructure.opentelemetry;

import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Sends work as spans to a collector, by OTLP over HTTP, named after OpenTelemetry's conventions for generative AI.
 * Spans hold names and counts, never prompts, arguments or results. What cannot be sent is dropped: nothing waits for
 * the collector but the close, for a moment. Safe for use by many threads.
 */
public final class OpenTelemetryTraces implements Telemetry, AutoCloseable {
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
    private static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    private static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    private static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    private static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> RUN = AttributeKey.stringKey("hexagent.run.id");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("hexagent.run.attempt");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("hexagent.run.status");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Duration patience;

    /**
     * @param endpoint of the collector, as {@code http://127.0.0.1:4318}; traces go to {@code /v1/traces} below it
     * @param headers sent with each request, as a collector's key
     * @param version of this program
     * @param pause the longest time that a finished span waits to be sent
     * @param timeout for one request, and for the last ones when everything is closed
     */
    public record Options(
            String endpoint, Map<String, String> headers, String version, Duration pause, Duration timeout) {
        public Options {
            headers = Map.copyOf(headers);
        }

        /** A span waits at most 5 s, a request 10 s. */
        public static Options of(String endpoint, Map<String, String> headers) {
            return new Options(endpoint, headers, "", Duration.ofSeconds(5), Duration.ofSeconds(10));
        }

        /** Headers may be keys: they are not shown. */
        @Override
        public String toString() {
            return "Options[endpoint=" + endpoint + ", headers=" + headers.keySet() + "]";
        }
    }

    public OpenTelemetryTraces(Options options) {
        ExporterLog.take();
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(options.endpoint() + "/v1/traces")
                .setTimeout(options.timeout())
                .setHeaders(options::headers)
                .build();
        this.patience = options.timeout();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "hexagent",
                                AttributeKey.stringKey("service.version"),
                                options.version()))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(options.pause())
                        .setExporterTimeout(options.timeout())
                        .build())
                .build();
        this.tracer = provider.get("io.hexagent");
    }

    @Override
    public Span begin(Work work) {
        var span = builder(work).startSpan();
        Scope scope = span.makeCurrent();
        return ending -> {
            scope.close();
            end(span, ending);
        };
    }

    private SpanBuilder builder(Work work) {
        return switch (work) {
            case Work.InvokeAgent invoke ->
                tracer.spanBuilder("invoke_agent " + invoke.agent())
                        .setSpanKind(SpanKind.INTERNAL)
                        .setAttribute(OPERATION, "invoke_agent")
                        .setAttribute(AGENT, invoke.agent().value())
                        .setAttribute(PROVIDER, invoke.model().provider())
                        .setAttribute(MODEL, invoke.model().model())
                        .setAttribute(CONVERSATION, invoke.conversation().value())
                        .setAttribute(RUN, invoke.run().value())
                        .setAttribute(ATTEMPT, (long) invoke.attempt());
            case Work.Chat chat ->
                tracer.spanBuilder("chat " + chat.model().model())
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(OPERATION, "chat")
                        .setAttribute(PROVIDER, chat.model().provider())
                        .setAttribute(MODEL, chat.model().model());
            case Work.ExecuteTool tool ->
                tracer.spanBuilder("execute_tool " + tool.tool().value())
                        .setSpanKind(SpanKind.INTERNAL)
                        .setAttribute(OPERATION, "execute_tool")
                        .setAttribute(TOOL, tool.tool().value())
                        .setAttribute(TOOL_CALL, tool.call().value())
                        .setAttribute(TOOL_TYPE, "function");
        };
    }

    private static void end(io.opentelemetry.api.trace.Span span, Ending ending) {
        switch (ending) {
            case Ending.Done done -> {
                if (done.used().total() > 0) {
                    span.setAttribute(INPUT, done.used().input());
                    span.setAttribute(OUTPUT, done.used().output());
                }
            }
            case Ending.Left left -> span.setAttribute(STATUS, left.status().wire());
            case Ending.ModelFailed ignored -> {}
            case Ending.Fault ignored -> {}
        }
        if (!ending.isOk()) {
            span.setAttribute(ERROR, ending.word());
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    @Override
    public void count(Count count) {}

    @Override
    public void watch(Gauge gauge, DoubleSupplier reading) {}

    @Override
    public Runnable carried(Runnable task) {
        return Context.current().wrap(task);
    }

    /** Sends what is left, waiting a little for the collector. */
    @Override
    public void close() {
        provider.shutdown().join(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
