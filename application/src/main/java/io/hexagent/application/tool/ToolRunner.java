package io.hexagent.application.tool;

import io.hexagent.application.tool.ToolPolicies.Tried;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.telemetry.Count;
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
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that runs tools: arguments are read strictly and checked against the schema, the call has a deadline,
 * is made again when that may help, and whatever happens, the model is told {@code {success: true, …}} or
 * {@code {success: false, error}} of bounded size. Safe for use by many threads.
 */
public final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);

    private static final int MOST_TOOLS = 10_000;

    private final ToolRegistry registry;
    private final Json json;
    private final Schemas schemas;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final ToolCache cache;
    private final Options options;
    private final ToolPolicies policies;
    private final ModelView view;
    private final Map<Tool, String> hashes = new ConcurrentHashMap<>();

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
        this.policies = new ToolPolicies(options.trouble(), clock, telemetry);
        this.view = new ModelView(json, options.resultChars(), options.wholeBytes());
    }

    /**
     * @param timeout how long one call may take, with all attempts
     * @param resultChars the most characters of JSON that a model is told of one call
     * @param wholeBytes the largest result that is kept as a file when the model is told only a part of it
     * @param parallel how many calls of one reply are at work at the same time
     */
    public record Options(Duration timeout, int resultChars, long wholeBytes, int parallel, Trouble trouble) {
        public Options {
            if (!timeout.isPositive() || resultChars < 1000) {
                throw new IllegalArgumentException(
                        "a tool's timeout must be positive and its result may have 1000 or more" + " characters; got "
                                + timeout + " and " + resultChars);
            }
            if (parallel < 1 || wholeBytes < 0) {
                throw new IllegalArgumentException("at least 1 call at a time and 0 bytes of a whole result, got "
                        + parallel + " and " + wholeBytes);
            }
        }

        public static Options defaults() {
            return new Options(Duration.ofSeconds(60), 50 * 1024, 10L << 20, 8, Trouble.defaults());
        }
    }

    /**
     * What is done when a tool fails for a while.
     *
     * @param attempts at most, the first one included
     * @param retryMin before the second attempt; each later wait is twice as long
     * @param retryMax the longest of these waits
     * @param failures in a row after which a tool is left alone: it threw, hung, or failed in a way that may pass; an
     *     error that it reports for good is an answer and does not count
     * @param pause how long it is left alone, before one call is let through
     */
    public record Trouble(int attempts, Duration retryMin, Duration retryMax, int failures, Duration pause) {
        public Trouble {
            if (attempts < 1 || failures < 1) {
                throw new IllegalArgumentException(
                        "attempts and failures are at least 1, got " + attempts + " and " + failures);
            }
            if (!retryMin.isPositive() || retryMax.compareTo(retryMin) < 0 || !pause.isPositive()) {
                throw new IllegalArgumentException("waits must be positive and grow, got " + retryMin + " to "
                        + retryMax + ", and a pause of " + pause);
            }
        }

        /** 3 attempts, waits of 200 ms to 5 s, 30 s of rest after 5 failures. */
        public static Trouble defaults() {
            return new Trouble(3, Duration.ofMillis(200), Duration.ofSeconds(5), 5, Duration.ofSeconds(30));
        }
    }

    /**
     * A call that was read and may be run.
     *
     * @param params the arguments; empty when they are no JSON object
     * @param schemaHash tells the schema under which it was read; empty when there is no such tool
     */
    public record Prepared(
            ToolCall call,
            Optional<Tool> tool,
            Value.Fields params,
            Optional<String> rejection,
            Optional<String> schemaHash) {}

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
     * @param whole the whole result when it was cut, to be kept beside the artifacts; see {@link #pointing}
     * @param cached whether it is the result of an earlier call
     */
    public record Ran(
            boolean ok,
            boolean rejected,
            Value.Fields result,
            String text,
            boolean truncated,
            List<ArtifactDraft> artifacts,
            Optional<ArtifactDraft> whole,
            long millis,
            boolean cached)
            implements Outcome {
        public Ran {
            artifacts = List.copyOf(artifacts);
        }
    }

    /**
     * Reads a call's arguments and finds its tool, without running anything.
     *
     * @param offered what the model may call
     */
    public Prepared prepare(OwnerId owner, ToolCall call, List<ToolSpec> offered) {
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
        Optional<Tool> tool = spec.isEmpty() ? Optional.empty() : registry.find(owner, call.name());
        return new Prepared(call, tool, params, rejection, tool.map(this::schemaHash));
    }

    private String schemaHash(Tool tool) {
        String known = hashes.get(tool);
        if (known != null) {
            return known;
        }
        if (hashes.size() >= MOST_TOOLS) {
            hashes.clear();
        }
        return hashes.computeIfAbsent(tool, it -> Fingerprint.of(it.spec().parameters(), json));
    }

    /** The tools that the agent may call for the owner now. */
    public List<ToolSpec> offered(OwnerId owner, Agent agent) {
        return registry.offered(owner, agent);
    }

    /**
     * Runs calls that do not depend on each other at the same time.
     *
     * @param isStopping once true, no further call is begun
     */
    public CallsAtOnce runAll(List<CallsAtOnce.Job> jobs, BooleanSupplier isStopping) {
        return CallsAtOnce.begin(jobs, options.parallel(), isStopping, this, telemetry);
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
        ToolName name = prepared.call().name();
        if (!registry.isEnabled(context.principal().owner(), name)) {
            return view.rejected("tool \"" + name + "\" was switched off or deleted meanwhile; go on without it", 0);
        }
        Optional<String> key = cacheKey(prepared.tool().get().spec(), prepared.params(), context);
        Optional<Value.Fields> earlier = key.flatMap(cache::find);
        if (earlier.isPresent()) {
            telemetry.count(new Count.ToolCached(name));
            return view.earlier(earlier.get());
        }
        long start = clock.millis();
        ToolResult result = measured(prepared.tool().get(), prepared.params(), context);
        long millis = Math.max(0, clock.millis() - start);
        return switch (result) {
            case ToolResult.Succeeded succeeded -> {
                Ran ran = view.succeeded(name, succeeded, millis);
                if (!ran.truncated() && ran.artifacts().isEmpty()) {
                    key.ifPresent(it -> cache.keep(it, ran.result()));
                }
                yield ran;
            }
            case ToolResult.Rejected wrong -> view.rejected(wrong.message(), millis);
            case ToolResult.Failed failed -> view.failed(failed.message(), millis);
            case ToolResult.FailedElsewhere failed -> view.failedElsewhere(failed.message(), millis);
            case ToolResult.NeedsCredential missing -> view.withoutCredential(missing.message(), millis);
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
            Instant latest = clock.instant().plus(options.timeout());
            Instant end = latest.isBefore(context.deadline()) ? latest : context.deadline();
            ToolResult result = policies.call(tool, end, until -> call(tool, params, context, until));
            ending = switch (result) {
                case ToolResult.Succeeded ignored -> Ending.OK;
                case ToolResult.Rejected ignored -> Ending.Fault.REJECTED;
                case ToolResult.Failed ignored -> Ending.Fault.FAILED;
                case ToolResult.FailedElsewhere ignored -> Ending.Fault.FAILED;
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
        return view.rejected(prepared.rejection().orElse("there is no such tool"), 0);
    }

    /** The result of a call that was right but was not made, or of which nothing is known. */
    public Ran failed(String message) {
        return view.failed(message, 0);
    }

    /** A cut result that tells where the whole of it is. */
    public Ran pointing(Ran ran, ArtifactId whole) {
        return view.pointing(ran, whole);
    }

    /** The result of a call whose result a person gave. */
    public Ran answered(ToolName tool, Value content) {
        return view.succeeded(
                tool,
                new ToolResult.Succeeded(Value.fields().put("answer", content).build()),
                0);
    }

    /** The result of a call that was worked on elsewhere. */
    public Ran found(ToolName tool, Value.Fields content, long millis) {
        return view.succeeded(tool, new ToolResult.Succeeded(content), millis);
    }

    /** A result that was recorded before. */
    public Ran recorded(boolean ok, Value.Fields result, boolean truncated) {
        return view.recorded(ok, result, truncated);
    }

    private Tried call(Tool tool, Value.Fields params, ToolContext context, Instant end) {
        var answer = new CompletableFuture<ToolResult>();
        Runnable task = telemetry.carried(LogFields.carried(() -> {
            try {
                answer.complete(tool.call(params, context));
            } catch (Throwable problem) {
                answer.completeExceptionally(problem);
            }
        }));
        Thread worker = Thread.ofVirtual().name("tool-" + tool.spec().name()).start(task);
        Duration timeout = Duration.between(clock.instant(), end);
        try {
            return Tried.of(answer.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            worker.interrupt();
            return new Tried(
                    new ToolResult.Failed("the tool did not finish within " + seconds(timeout)
                            + " s and was stopped (setting tools.timeout)"),
                    true);
        } catch (InterruptedException stop) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw new CancellationException("the call of " + tool.spec().name() + " was stopped");
        } catch (ExecutionException problem) {
            LOG.warn("tool {} failed in run {}", tool.spec().name(), context.run(), problem.getCause());
            return new Tried(
                    new ToolResult.Failed("the tool failed unexpectedly; the log of the run has the details"), true);
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
