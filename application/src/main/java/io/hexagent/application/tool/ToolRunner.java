package io.hexagent.application.tool;

import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that runs tools: arguments are read strictly and checked against the schema, the call has a deadline,
 * and whatever happens, the model is told {@code {success: true, …}} or {@code {success: false, error}} of bounded
 * size. Safe for use by many threads.
 */
public final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);

    private final ToolRegistry registry;
    private final Json json;
    private final Schemas schemas;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final ToolCache cache;
    private final Options options;

    public ToolRunner(
            ToolRegistry registry,
            Json json,
            Schemas schemas,
            InstantSource clock,
            Telemetry telemetry,
            ToolCache cache,
            Options options) {
        this.registry = registry;
        this.json = json;
        this.schemas = schemas;
        this.clock = clock;
        this.telemetry = telemetry;
        this.cache = cache;
        this.options = options;
    }

    /**
     * @param timeout how long one call may take
     * @param resultChars the most characters of JSON that a model is told of one call
     */
    public record Options(Duration timeout, int resultChars) {
        public Options {
            if (!timeout.isPositive() || resultChars < 1000) {
                throw new IllegalArgumentException(
                        "a tool's timeout must be positive and its result may have 1000 or more" + " characters; got "
                                + timeout + " and " + resultChars);
            }
        }

        public static Options defaults() {
            return new Options(Duration.ofSeconds(60), 50 * 1024);
        }
    }

    /**
     * A call that was read and may be run.
     *
     * @param params the arguments; empty when they are no JSON object
     */
    public record Prepared(ToolCall call, Optional<Tool> tool, Value.Fields params, Optional<String> rejection) {}

    /** What came of running a call. */
    public sealed interface Outcome permits Ran, Asks {}

    /** Only a person can tell: their answer becomes the call's result. */
    public record Asks(String question, Value.Fields responseSchema) implements Outcome {}

    /**
     * A call's result.
     *
     * @param rejected whether the call itself was wrong, so that the model may correct it
     * @param result what the model is told
     * @param text the result as JSON
     * @param cached whether it is the result of an earlier call
     */
    public record Ran(
            boolean ok,
            boolean rejected,
            Value.Fields result,
            String text,
            boolean truncated,
            List<ArtifactDraft> artifacts,
            long millis,
            boolean cached)
            implements Outcome {
        public Ran {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** Reads a call's arguments and finds its tool, without running anything. @param offered what the model may call */
    public Prepared prepare(ToolCall call, List<ToolSpec> offered) {
        Value.Fields params = Value.Fields.EMPTY;
        Optional<String> rejection = Optional.empty();
        try {
            String text = call.arguments().isBlank() ? "{}" : call.arguments();
            params = json.readFields(text);
        } catch (Json.MalformedJson problem) {
            rejection = Optional.of("the arguments are not valid: " + problem.getMessage());
        }
        Optional<ToolSpec> spec = offered.stream()
                .filter(candidate -> candidate.name().equals(call.name()))
                .findFirst();
        if (spec.isEmpty()) {
            rejection = Optional.of("there is no tool \"" + call.name() + "\"; there is: "
                    + String.join(
                            ", ",
                            offered.stream()
                                    .map(ToolSpec::name)
                                    .map(ToolName::value)
                                    .toList()));
        } else if (rejection.isEmpty()) {
            List<String> violations = schemas.violations(spec.get().parameters(), params);
            if (!violations.isEmpty()) {
                rejection = Optional.of("the arguments do not fit: " + String.join("; ", violations));
            }
        }
        return new Prepared(call, spec.isEmpty() ? Optional.empty() : registry.find(call.name()), params, rejection);
    }

    /**
     * Runs a prepared call and waits for it.
     *
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    public Outcome run(Prepared prepared, ToolContext context) {
        if (prepared.rejection().isPresent() || prepared.tool().isEmpty()) {
            return refused(prepared);
        }
        Optional<String> key = cacheKey(prepared.tool().get().spec(), prepared.params(), context);
        Optional<Value.Fields> earlier = key.flatMap(cache::find);
        if (earlier.isPresent()) {
            return new Ran(true, false, earlier.get(), json.write(earlier.get()), false, List.of(), 0, true);
        }
        long start = clock.millis();
        ToolResult result = measured(prepared.tool().get(), prepared.params(), context);
        long millis = Math.max(0, clock.millis() - start);
        return switch (result) {
            case ToolResult.Succeeded succeeded -> {
                Ran ran = succeeded(succeeded, millis);
                if (!ran.truncated() && ran.artifacts().isEmpty()) {
                    key.ifPresent(it -> cache.keep(it, ran.result()));
                }
                yield ran;
            }
            case ToolResult.Rejected wrong -> rejected(wrong.message(), millis);
            case ToolResult.Failed failed -> failed(failed.message(), millis);
            case ToolResult.NeedsCredential missing -> withoutCredential(missing.message(), millis);
            case ToolResult.NeedsAnswer asks -> new Asks(asks.question(), asks.responseSchema());
        };
    }

    /** All that the result of a tool without effects depends on; empty when an earlier result is no use. */
    private Optional<String> cacheKey(ToolSpec tool, Value.Fields params, ToolContext context) {
        if (tool.effects() != ToolSpec.Effects.PURE || cache.equals(ToolCache.NONE)) {
            return Optional.empty();
        }
        // Names and ids of data sets may stand in a result, and nobody may learn what others have asked.
        List<Value> datasets = context.datasets().stream()
                .map(dataset -> Value.texts(List.of(
                        dataset.id().value(), dataset.name(), dataset.content().hex())))
                .toList();
        return Optional.of(Fingerprint.of(
                Value.fields()
                        .put("owner", context.principal().owner().value())
                        .put("tool", tool.name().value())
                        .put("version", tool.version())
                        .put("params", params)
                        .put("datasets", Value.items(datasets))
                        .put("limit", options.resultChars())
                        .build(),
                json));
    }

    private ToolResult measured(Tool tool, Value.Fields params, ToolContext context) {
        Telemetry.Span span = telemetry.begin(new Work.ExecuteTool(tool.spec().name(), context.call()));
        Ending ending = Ending.Fault.CANCELLED;
        try {
            ToolResult result = call(tool, params, context);
            ending = switch (result) {
                case ToolResult.Succeeded ignored -> Ending.OK;
                case ToolResult.Rejected ignored -> Ending.Fault.REJECTED;
                case ToolResult.Failed ignored -> Ending.Fault.FAILED;
                case ToolResult.NeedsCredential ignored -> Ending.Fault.FAILED;
                case ToolResult.NeedsAnswer ignored -> Ending.OK;
            };
            return result;
        } finally {
            span.end(ending);
        }
    }

    /** The result of a call that was wrong, so that it was not made. */
    public Ran refused(Prepared prepared) {
        return rejected(prepared.rejection().orElse("there is no such tool"), 0);
    }

    /** The result of a call that was right but was not made, or of which nothing is known. */
    public Ran failed(String message) {
        return failed(message, 0);
    }

    /** The result of a call whose result a person gave. */
    public Ran answered(Value content) {
        return succeeded(
                new ToolResult.Succeeded(Value.fields().put("answer", content).build()), 0);
    }

    /** The result of a call that was worked on elsewhere. */
    public Ran found(Value.Fields content, long millis) {
        return succeeded(new ToolResult.Succeeded(content), millis);
    }

    /** A result that was recorded before. */
    public Ran recorded(boolean ok, Value.Fields result, boolean truncated) {
        return new Ran(ok, false, result, json.write(result), truncated, List.of(), 0, false);
    }

    private ToolResult call(Tool tool, Value.Fields params, ToolContext context) {
        var answer = new CompletableFuture<ToolResult>();
        Runnable task = telemetry.carried(LogFields.carried(() -> {
            try {
                answer.complete(tool.call(params, context));
            } catch (Throwable problem) {
                answer.completeExceptionally(problem);
            }
        }));
        Thread worker = Thread.ofVirtual().name("tool-" + tool.spec().name()).start(task);
        Duration left = Duration.between(clock.instant(), context.deadline());
        Duration timeout = left.compareTo(options.timeout()) < 0 ? left : options.timeout();
        try {
            return answer.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            worker.interrupt();
            return new ToolResult.Failed("the tool did not finish within " + seconds(timeout)
                    + " s and was stopped (setting tools.timeout)");
        } catch (InterruptedException stop) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw new CancellationException("the call of " + tool.spec().name() + " was stopped");
        } catch (ExecutionException problem) {
            LOG.warn("tool {} failed in run {}", tool.spec().name(), context.run(), problem.getCause());
            return new ToolResult.Failed("the tool failed unexpectedly; the log of the run has the details");
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private Ran succeeded(ToolResult.Succeeded succeeded, long millis) {
        var content = Value.fields().put("success", true);
        succeeded.content().fields().forEach(content::put);
        Value.Fields whole = content.build();
        Cut cut = Cut.to(whole, json, options.resultChars());
        return new Ran(true, false, cut.result(), cut.text(), cut.truncated(), succeeded.artifacts(), millis, false);
    }

    private Ran rejected(String message, long millis) {
        Value.Fields error = error(message);
        return new Ran(false, true, error, json.write(error), false, List.of(), millis, false);
    }

    private Ran failed(String message, long millis) {
        Value.Fields error = error(message);
        return new Ran(false, false, error, json.write(error), false, List.of(), millis, false);
    }

    /** {@code {success: false, error, requires_auth: true}}. */
    private Ran withoutCredential(String message, long millis) {
        Value.Fields error = error(message).with("requires_auth", Value.of(true));
        return new Ran(false, false, error, json.write(error), false, List.of(), millis, false);
    }

    private Value.Fields error(String message) {
        int most = Math.min(message.length(), options.resultChars() / 2);
        return Value.fields()
                .put("success", false)
                .put("error", message.substring(0, most))
                .build();
    }
}
