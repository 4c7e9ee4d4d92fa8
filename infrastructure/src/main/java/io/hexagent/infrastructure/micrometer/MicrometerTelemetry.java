package io.hexagent.infrastructure.micrometer;

import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.ToolName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Keeps counts and times in memory until Prometheus asks for them. What is counted is known from the start, and how
 * many names of models and tools are told apart is bounded, so that nobody can fill the memory with names. Safe for use
 * by many threads.
 */
public final class MicrometerTelemetry implements Telemetry, AutoCloseable {
    /** So many models, and so many tools, are told apart; what comes later is "other". */
    static final int MOST_NAMES = 200;

    private static final String OTHER = "other";
    private static final Duration[] QUICK = millis(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000, 60_000);
    private static final Duration[] SLOW =
            millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<RunStatus, Counter> runs = new EnumMap<>(RunStatus.class);
    private final Map<EventType, Counter> steps = new EnumMap<>(EventType.class);
    private final Map<Count.Direction, Counter> tokens = new EnumMap<>(Count.Direction.class);
    private final Counter retries;
    private final Map<String, Counter> toolCounts = new ConcurrentHashMap<>();
    private final Map<Timed, Timer> timers = new ConcurrentHashMap<>();
    private final Names models = new Names();
    private final Names tools = new Names();
    private final Map<Gauge, Meter> gauges = new ConcurrentHashMap<>();

    /** What a time belongs to: the work without what is different each time. */
    private record Timed(Kind kind, String first, String second, String word) {}

    private enum Kind {
        ATTEMPT,
        MODEL,
        TOOL
    }

    public MicrometerTelemetry() {
        for (RunStatus state : RunStatus.values()) {
            if (state.isTerminal()) {
                runs.put(state, counter("hexagent.runs", "Runs that have ended.", Tags.of("state", state.wire())));
            }
        }
        for (EventType type : EventType.values()) {
            steps.put(type, counter("hexagent.steps", "Events written.", Tags.of("type", type.wire())));
        }
        for (Count.Direction direction : Count.Direction.values()) {
            tokens.put(
                    direction,
                    counter("hexagent.tokens", "Tokens as models count them.", Tags.of("direction", word(direction))));
        }
        retries = counter("hexagent.retries", "Runs taken up again.", Tags.empty());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Everything, in Prometheus' text format 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public Span begin(Work work) {
        long start = System.nanoTime();
        return ending -> timer(work, ending).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    @Override
    public void count(Count count) {
        Counter counter =
                switch (count) {
                    case Count.RunEnded ended -> runs.get(ended.state());
                    case Count.StepTaken step -> steps.get(step.type());
                    case Count.RunRetried ignored -> retries;
                    case Count.TokensUsed used -> tokens.get(used.direction());
                    case Count.ToolCached cached ->
                        ofTool("hexagent.tool.cached", "Calls answered from an earlier result.", cached.tool());
                    case Count.ToolRepeated repeated ->
                        ofTool("hexagent.tool.repeated", "Calls made again after a failure.", repeated.tool());
                    case Count.ToolSuspended suspended ->
                        ofTool(
                                "hexagent.tool.suspended",
                                "Calls not made: the tool failed too often.",
                                suspended.tool());
                };
        if (counter != null) {
            counter.increment(count.by());
        }
    }

    private Counter ofTool(String name, String description, ToolName tool) {
        String known = tools.knows(tool.value()) ? tool.value() : OTHER;
        return toolCounts.computeIfAbsent(
                name + ' ' + known, ignored -> counter(name, description, Tags.of("tool", known)));
    }

    @Override
    public void watch(Gauge gauge, DoubleSupplier reading) {
        gauges.compute(gauge, (same, before) -> {
            if (before != null) {
                registry.remove(before);
            }
            return registered(gauge, reading);
        });
    }

    @Override
    public Runnable carried(Runnable task) {
        return task;
    }

    private Meter registered(Gauge gauge, DoubleSupplier reading) {
        return switch (gauge) {
            case Gauge.Level level ->
                switch (level) {
                    case QUEUE_DEPTH -> gauge("hexagent.queue.depth", "Runs that wait for a worker.", reading);
                    case QUEUE_WAIT ->
                        io.micrometer.core.instrument.Gauge.builder("hexagent.queue.wait", reading::getAsDouble)
                                .description("How long the oldest waiting run has waited.")
                                .baseUnit("seconds")
                                .register(registry);
                    case RUNS_AT_WORK -> gauge("hexagent.runs.at.work", "Runs that this process works on.", reading);
                    case RUNS_MOST -> gauge("hexagent.runs.most", "The most runs at work here.", reading);
                    case STREAMS_OPEN -> gauge("hexagent.streams.open", "Live streams held open here.", reading);
                };
            case Gauge.Total total ->
                switch (total) {
                    case LOG_BATCHES -> total("hexagent.log.batches", "Groups of appends.", reading);
                    case LOG_COMMITS -> total("hexagent.log.commits", "Commits of the log's writer.", reading);
                    case LOG_EVENTS -> total("hexagent.log.events", "Events in these commits.", reading);
                    case LOG_ROUND_TRIPS -> total("hexagent.log.round.trips", "Exchanges of the writer.", reading);
                    case STREAM_EVENTS -> total("hexagent.stream.events", "Events handed to readers.", reading);
                    case CLIENTS_GONE -> total("hexagent.client.gone", "Clients that went away (499).", reading);
                };
            case Gauge.Pool pool ->
                io.micrometer.core.instrument.Gauge.builder("hexagent.pool.connections", reading::getAsDouble)
                        .description("Connections of a pool; waiting are callers without one.")
                        .tags("pool", word(pool.owner()), "state", word(pool.use()))
                        .register(registry);
        };
    }

    private Meter gauge(String name, String description, DoubleSupplier reading) {
        return io.micrometer.core.instrument.Gauge.builder(name, reading::getAsDouble)
                .description(description)
                .register(registry);
    }

    private Meter total(String name, String description, DoubleSupplier reading) {
        // Micrometer holds the object weakly and the function not: a reading that nobody else keeps would be collected.
        return FunctionCounter.builder(name, this, self -> reading.getAsDouble())
                .description(description)
                .register(registry);
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Timer timer(Work work, Ending ending) {
        Timed timed =
                switch (work) {
                    case Work.InvokeAgent ignored -> new Timed(Kind.ATTEMPT, "", "", ending.word());
                    case Work.Chat chat -> {
                        boolean known = models.knows(chat.model().toString());
                        yield new Timed(
                                Kind.MODEL,
                                known ? chat.model().provider() : OTHER,
                                known ? chat.model().model() : OTHER,
                                ending.word());
                    }
                    case Work.ExecuteTool tool ->
                        new Timed(
                                Kind.TOOL,
                                tools.knows(tool.tool().value()) ? tool.tool().value() : OTHER,
                                "",
                                Boolean.toString(ending.isOk()));
                };
        Timer known = timers.get(timed);
        return known != null ? known : timers.computeIfAbsent(timed, this::timer);
    }

    private Timer timer(Timed timed) {
        Timer.Builder builder =
                switch (timed.kind()) {
                    case ATTEMPT ->
                        Timer.builder("hexagent.attempt")
                                .description("Attempts at runs, by how the run stood afterwards.")
                                .tag("outcome", timed.word())
                                .serviceLevelObjectives(SLOW);
                    case MODEL ->
                        Timer.builder("hexagent.model")
                                .description("Replies of models, with all that was tried for them.")
                                .tag("provider", timed.first())
                                .tag("model", timed.second())
                                .tag("outcome", timed.word())
                                .serviceLevelObjectives(SLOW);
                    case TOOL ->
                        Timer.builder("hexagent.tool")
                                .description("Calls of tools.")
                                .tag("tool", timed.first())
                                .tag("ok", timed.word())
                                .serviceLevelObjectives(QUICK);
                };
        return builder.register(registry);
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static Duration[] millis(long... millis) {
        var durations = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofMillis(millis[i]);
        }
        return durations;
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /** The names that are told apart: the first ones that came. */
    private static final class Names {
        private final Map<String, Boolean> known = new ConcurrentHashMap<>();

        boolean knows(String name) {
            if (known.containsKey(name)) {
                return true;
            }
            if (known.size() >= MOST_NAMES) {
                return false;
            }
            known.put(name, Boolean.TRUE);
            return true;
        }
    }
}
