package io.hexagent.presentation.cli;

import io.hexagent.application.run.AnswerRequest;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.RunShapes;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a waiting run what it waits for, and leaves it to a server to go on. */
@Command(
        name = "resume",
        description = "Answers a run that waits for a person, or decides about the call that it wants to make.",
        mixinStandardHelpOptions = true)
final class ResumeRunCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "ID", description = "The run's id, or the first characters of it (four or more).")
    private String id = "";

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    ResumeRunCommand(Surroundings around) {
        this.around = around;
    }

    /** Exactly one of them. */
    private static final class Choice {
        @Option(names = "--approve", description = "Let the call be made as it was shown.")
        private boolean approve;

        @Option(names = "--edit", paramLabel = "JSON", description = "Let it be made with these arguments instead.")
        private @Nullable String edit;

        @Option(names = "--reject", description = "Do not let it be made.")
        private boolean reject;

        @Option(names = "--answer", paramLabel = "TEXT", description = "Answer the question.")
        private @Nullable String answer;
    }

    @Override
    public Integer call() {
        try (Hexagent hexagent = Cli.open(around)) {
            var report = FoundRun.of(hexagent, id);
            Optional<RunEvent.InputRequested> request = report.request();
            var command = new AnswerRequest.Command(
                    Principal.LOCAL,
                    report.run().id(),
                    request.map(RunEvent.InputRequested::request),
                    decision(),
                    content(hexagent.json()),
                    // Bound to what hexagent runs ID shows: what has changed since is not decided unseen.
                    request.map(RunEvent.InputRequested::paramsHash).filter(hash -> !hash.isEmpty()));
            switch (hexagent.answerRequest().handle(command)) {
                case AnswerRequest.Outcome.Resumed resumed -> say(hexagent, resumed.run());
                case AnswerRequest.Outcome.NotWaiting not ->
                    throw Failure.unusable(
                            "not_waiting",
                            "run " + RunShapes.shortened(not.run().id()) + " waits for nothing; it is "
                                    + FoundRun.word(not.run()));
                case AnswerRequest.Outcome.Changed changed ->
                    throw Failure.unusable("params_changed", changed.message());
                case AnswerRequest.Outcome.Invalid invalid -> throw Failure.unusable("invalid", invalid.message());
                case AnswerRequest.Outcome.Unknown unknown -> throw FoundRun.unknown(id);
            }
        }
        return Exit.OK;
    }

    private Decision decision() {
        if (choice.approve) {
            return Decision.APPROVE;
        }
        if (choice.reject) {
            return Decision.REJECT;
        }
        return choice.edit == null ? Decision.ANSWER : Decision.EDIT;
    }

    private Value content(Json json) {
        if (choice.edit != null) {
            try {
                return json.readFields(choice.edit);
            } catch (Json.MalformedJson wrong) {
                throw Failure.unusable("usage", "--edit is no JSON object: " + wrong.getMessage());
            }
        }
        return choice.answer == null ? Value.Absent.ABSENT : Value.of(choice.answer);
    }

    private void say(Hexagent hexagent, Run run) {
        around.out()
                .println(
                        json
                                ? hexagent.json().write(RunShapes.row(run))
                                : "Run " + RunShapes.shortened(run.id())
                                        + " goes on as soon as a server takes it: hexagent serve.");
    }
}
