package io.hexagent.application.run;

import io.hexagent.application.tool.Fingerprint;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.InputReason;
import io.hexagent.domain.run.RunEvent.InputRequested;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The requests that a run makes to a person: how they are worded, and which decisions fit them. */
final class InputRequests {
    /** In a response schema: the decisions that are possible, when the reason does not tell them. */
    private static final String DECISIONS = "x-decisions";

    private static final Set<Decision> OF_APPROVAL = EnumSet.of(Decision.APPROVE, Decision.EDIT, Decision.REJECT);
    private static final Set<Decision> OF_QUESTION = EnumSet.of(Decision.ANSWER);
    private static final Set<Decision> OF_UNKNOWN =
            EnumSet.of(Decision.APPROVE, Decision.EDIT, Decision.REJECT, Decision.ANSWER);

    private InputRequests() {}

    /** What a request is about. */
    enum Kind {
        /** May the tool be called? */
        APPROVAL,
        /** A tool's own question. */
        QUESTION,
        /** A call was at work when its process ended: did it happen? */
        UNKNOWN_OUTCOME
    }

    /** A call for which a person is asked. @param params its arguments, as they would be used */
    record Asking(String request, CallId call, Value.Fields params, Optional<Instant> expiresAt) {}

    static InputRequested approval(Asking asking, ToolSpec spec, Json json) {
        return new InputRequested(
                asking.request(),
                InputReason.APPROVAL,
                "May " + spec.displayName() + " (" + spec.name() + ") be called with these arguments?",
                Optional.of(asking.call()),
                asking.params(),
                hash(asking.params(), json),
                spec.parameters(),
                asking.expiresAt());
    }

    static InputRequested question(Asking asking, String question, Value.Fields responseSchema, Json json) {
        return new InputRequested(
                asking.request(),
                InputReason.QUESTION,
                question,
                Optional.of(asking.call()),
                asking.params(),
                hash(asking.params(), json),
                responseSchema,
                asking.expiresAt());
    }

    static InputRequested unknownOutcome(Asking asking, ToolName tool, Json json) {
        return question(
                asking,
                "The process that called " + tool + " ended before the result was known: the outcome is unknown."
                        + " approve calls it again, edit calls it again with other arguments, answer says what came of"
                        + " it, reject goes on without it.",
                Value.fields()
                        .put(
                                DECISIONS,
                                Value.texts(
                                        OF_UNKNOWN.stream().map(Decision::wire).toList()))
                        .build(),
                json);
    }

    static Kind kind(InputRequested request) {
        return switch (request.reason()) {
            case APPROVAL -> Kind.APPROVAL;
            case QUESTION -> request.responseSchema().has(DECISIONS) ? Kind.UNKNOWN_OUTCOME : Kind.QUESTION;
        };
    }

    /** What a person may decide about a request. */
    static Set<Decision> decisions(InputRequested request) {
        return switch (kind(request)) {
            case APPROVAL -> OF_APPROVAL;
            case QUESTION -> OF_QUESTION;
            case UNKNOWN_OUTCOME -> OF_UNKNOWN;
        };
    }

    /** The schema that the content of a decision must fit; empty: anything. */
    static Optional<Value.Fields> contentSchema(InputRequested request, Decision decision) {
        boolean isBound =
                switch (kind(request)) {
                    case APPROVAL -> decision == Decision.EDIT;
                    case QUESTION -> decision == Decision.ANSWER;
                    case UNKNOWN_OUTCOME -> false;
                };
        return isBound && !request.responseSchema().fields().isEmpty()
                ? Optional.of(request.responseSchema())
                : Optional.empty();
    }

    /** What a decision is bound to. */
    static String hash(Value.Fields params, Json json) {
        return Fingerprint.of(params, json);
    }

    /** The names of decisions, for a message. */
    static List<String> names(Set<Decision> decisions) {
        return Arrays.stream(Decision.values())
                .filter(decisions::contains)
                .map(Decision::wire)
                .toList();
    }
}
