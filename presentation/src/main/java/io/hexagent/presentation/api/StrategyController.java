package io.hexagent.presentation.api;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.BacktestFields;
import io.hexagent.application.strategy.CheckLookAhead;
import io.hexagent.application.strategy.CompileStrategy;
import io.hexagent.application.strategy.ListMarkets;
import io.hexagent.application.strategy.Refusal;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.StudyFields;
import io.hexagent.application.strategy.SweepStrategy;
import io.hexagent.application.strategy.Variation;
import io.hexagent.application.strategy.WalkForwardStrategy;
import io.hexagent.application.strategy.outside.ExportStrategy;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.strategy.Objective;
import io.hexagent.domain.strategy.StrategyText;
import io.hexagent.domain.strategy.Sweep;
import io.hexagent.domain.strategy.WalkForward;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Strategies: compile, try, sweep; and the markets that they can be tried on. */
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class StrategyController {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_RANKED = 100;
    private static final int MOST_FRAMES = 5_000;
    private static final int MOST_PARAMETERS = 10;

    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;

    StrategyController(Hexagent hexagent, Replies replies, Bodies bodies) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
    }

    /** A document and the bars that are meant. */
    private record Given(String code, Optional<DataInput> data) {}

    @Post("/backtests")
    HttpResponse<String> backtest(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        Given given = given(asked);
        boolean replay = asked.optionalFlag("replay").orElse(false);
        boolean lookAhead = asked.optionalFlag("check_look_ahead").orElse(false);
        asked.check();
        return tried(given, replay, lookAhead);
    }

    /** The document alone as the body. */
    @Post("/backtests")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.TEXT_PLAIN})
    HttpResponse<String> backtestOfDocument(HttpRequest<?> request) {
        return tried(new Given(document(request), Optional.empty()), false, false);
    }

    private HttpResponse<String> tried(Given given, boolean replay, boolean lookAhead) {
        return switch (hexagent.runBacktest()
                .handle(new RunBacktest.Command(Principal.LOCAL, given.code(), given.data()))) {
            case RunBacktest.Outcome.NotTried not -> throw problem(not.why());
            case RunBacktest.Outcome.Tried tried -> {
                Value.Fields fields = BacktestFields.report(tried.report());
                if (replay) {
                    fields = fields.with("backtest_data", BacktestFields.replay(tried.report(), MOST_FRAMES));
                }
                yield replies.ok(lookAhead ? fields.with("look_ahead", lookAhead(given)) : fields);
            }
        };
    }

    private Value lookAhead(Given given) {
        return switch (hexagent.checkLookAhead()
                .handle(new CheckLookAhead.Command(
                        Principal.LOCAL, given.code(), given.data(), CheckLookAhead.USUAL_PREFIXES))) {
            case CheckLookAhead.Outcome.Checked checked -> StudyFields.lookAhead(checked.finding());
            case CheckLookAhead.Outcome.NotChecked not -> throw problem(not.why());
        };
    }

    @Post("/strategies/compile")
    HttpResponse<String> compile(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        Given given = given(asked);
        boolean withData = asked.optionalFlag("check_data").orElse(true);
        asked.check();
        return compiled(given, withData);
    }

    /** The document alone as the body. */
    @Post("/strategies/compile")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.TEXT_PLAIN})
    HttpResponse<String> compileDocument(HttpRequest<?> request) {
        return compiled(new Given(document(request), Optional.empty()), true);
    }

    private HttpResponse<String> compiled(Given given, boolean withData) {
        return switch (hexagent.compileStrategy()
                .handle(new CompileStrategy.Command(Principal.LOCAL, given.code(), given.data(), withData))) {
            case CompileStrategy.Outcome.Compiled compiled -> replies.ok(BacktestFields.compiled(compiled));
            case CompileStrategy.Outcome.NotCompiled not -> throw problem(not.why());
        };
    }

    @Post("/strategies/sweep")
    HttpResponse<String> sweep(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        Given given = given(asked);
        List<Sweep.Parameter> parameters = parameters(asked);
        Objective objective = objective(asked);
        Optional<WalkForward.Windows> windows = windows(asked);
        asked.check();
        return windows.isPresent()
                ? walked(given, parameters, objective, windows.get())
                : swept(given, parameters, objective);
    }

    private HttpResponse<String> swept(Given given, List<Sweep.Parameter> parameters, Objective objective) {
        return switch (hexagent.sweepStrategy()
                .handle(new SweepStrategy.Command(
                        Principal.LOCAL, given.code(), given.data(), parameters, objective))) {
            case SweepStrategy.Outcome.Swept swept ->
                replies.ok(StudyFields.sweep(swept.report(), MOST_RANKED)
                        .with("source", Value.of(swept.source()))
                        .with("notes", Value.texts(swept.notes())));
            case SweepStrategy.Outcome.NotSwept not -> throw problem(not.why());
        };
    }

    private HttpResponse<String> walked(
            Given given, List<Sweep.Parameter> parameters, Objective objective, WalkForward.Windows windows) {
        return switch (hexagent.walkForwardStrategy()
                .handle(new WalkForwardStrategy.Command(
                        Principal.LOCAL, given.code(), given.data(), parameters, objective, windows))) {
            case WalkForwardStrategy.Outcome.Walked walked ->
                replies.ok(StudyFields.walkForward(walked.report(), walked.times())
                        .with("source", Value.of(walked.source()))
                        .with("notes", Value.texts(walked.notes())));
            case WalkForwardStrategy.Outcome.NotWalked not -> throw problem(not.why());
        };
    }

    @Post("/strategies/export")
    HttpResponse<String> export(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        Given given = given(asked);
        String format = asked.optionalText("format").orElse("lean");
        asked.check();
        return switch (hexagent.exportStrategy().handle(new ExportStrategy.Command(given.code(), format))) {
            case ExportStrategy.Outcome.Written written ->
                replies.ok(Value.fields()
                        .put("format", format)
                        .put("file", written.file())
                        .put("code", written.code())
                        .put("notes", Value.texts(written.notes()))
                        .build());
            case ExportStrategy.Outcome.Wrong wrong -> throw problem(new Refusal.Wrong(wrong.errors(), given.code()));
            case ExportStrategy.Outcome.UnknownFormat unknown ->
                throw Problem.invalid("format", "field \"format\" must be one of " + unknown.known());
        };
    }

    @Get("/markets")
    HttpResponse<String> markets() {
        return replies.ok(hexagent.listMarkets().handle(new ListMarkets.Command()).stream()
                .map(BacktestFields::listing)
                .toList());
    }

    private String document(HttpRequest<?> request) {
        try (InputStream body = Bodies.stream(request)) {
            return bodies.text(body);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The document as {@code code}, as the object {@code strategy}, or as the fields of the body itself. */
    private Given given(Asked asked) {
        Optional<String> code = asked.optionalText("code").filter(text -> !text.isBlank());
        Optional<Value.Fields> strategy = asked.optionalFields("strategy");
        Optional<String> csv = asked.optionalText("csv");
        Optional<String> dataset = asked.optionalId("dataset_id");
        if (csv.isPresent() && dataset.isPresent()) {
            asked.wrong("csv", "either \"csv\" or \"dataset_id\" is given, not both");
        }
        Optional<DataInput> data = csv.<DataInput>map(text -> DataInput.csv("csv", text))
                .or(() -> dataset.map(id -> DataInput.known(Ids.known("data set", id, DatasetId::new))));
        if (code.isPresent() && strategy.isPresent()) {
            asked.wrong("strategy", "either \"code\" or \"strategy\" is given, not both");
        }
        if (code.isPresent()) {
            return new Given(code.get(), data);
        }
        Value.Fields document = strategy.orElseGet(() -> fields(asked));
        if (document.fields().isEmpty()) {
            asked.wrong("code", "field \"code\" is missing: the strategy's document, YAML or JSON");
        }
        return new Given(hexagent.json().write(document), data);
    }

    private static Value.Fields fields(Asked asked) {
        var document = Value.fields();
        for (String name : StrategyText.FIELDS) {
            Value value = asked.any(name);
            if (value != Value.Absent.ABSENT) {
                document.put(name, value);
            }
        }
        return document.build();
    }

    private static List<Sweep.Parameter> parameters(Asked asked) {
        Value given = asked.any("parameters");
        var parameters = new ArrayList<Sweep.Parameter>();
        if (!(given instanceof Value.Items items)
                || items.items().isEmpty()
                || items.items().size() > MOST_PARAMETERS) {
            asked.wrong(
                    "parameters",
                    "field \"parameters\" must be a list of 1 to " + MOST_PARAMETERS
                            + " texts, as [\"rsi.length=7..21:7\"]");
            return parameters;
        }
        for (Value item : items.items()) {
            try {
                parameters.add(Variation.of(item.toString()));
            } catch (IllegalArgumentException wrong) {
                asked.wrong("parameters", String.valueOf(wrong.getMessage()));
            }
        }
        return parameters;
    }

    private static Objective objective(Asked asked) {
        Optional<String> name = asked.optionalText("objective");
        Optional<Objective> objective = name.isEmpty() ? Optional.of(Objective.SHARPE) : Objective.of(name.get());
        if (objective.isEmpty()) {
            asked.wrong(
                    "objective",
                    "field \"objective\" must be one of "
                            + Arrays.stream(Objective.values())
                                    .map(Objective::wire)
                                    .toList());
        }
        return objective.orElse(Objective.SHARPE);
    }

    private static Optional<WalkForward.Windows> windows(Asked asked) {
        return asked.optionalFields("walk_forward").flatMap(fields -> {
            try {
                return Optional.of(new WalkForward.Windows(
                        fields.number("train").map(Number::intValue).orElse(0),
                        fields.number("test").map(Number::intValue).orElse(0),
                        fields.flag("anchored").orElse(false)));
            } catch (IllegalArgumentException wrong) {
                asked.wrong("walk_forward", String.valueOf(wrong.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static Problem problem(Refusal why) {
        return switch (why) {
            case Refusal.Wrong wrong ->
                Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "invalid_strategy", wrong.message())
                        .with("errors", BacktestFields.errors(wrong.errors()))
                        .with("text", Value.of(wrong.text()));
            case Refusal.Unusable unusable ->
                unusable.reason() == Reason.TOO_LARGE
                        ? Problem.tooLarge(unusable.message())
                        : Problem.of(
                                HttpStatus.UNPROCESSABLE_ENTITY,
                                "unusable_dataset_" + unusable.reason().name().toLowerCase(Locale.ROOT),
                                unusable.message());
            case Refusal.UnknownDataset unknown ->
                Problem.notFound("data set", unknown.id().value());
            case Refusal.Invalid invalid -> Problem.invalid(invalid.field(), invalid.message());
            case Refusal.Busy busy ->
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", busy.message())
                        .retryAfter(PATIENCE);
            case Refusal.TooLong late -> Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "limit_reached", late.message());
        };
    }
}
