package io.hexagent.domain.run;

import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened in a run. Its number and time are in {@link RecordedEvent}. */
public sealed interface RunEvent {
    EventType type();

    record RunQueued() implements RunEvent {
        @Override
        public EventType type() {
            return EventType.RUN_QUEUED;
        }
    }

    record RunStarted(int attempt, String worker) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.RUN_STARTED;
        }
    }

    record UserRequest(String content) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.USER_REQUEST;
        }
    }

    /**
     * What the agent means to do next.
     *
     * @param spoken whether the model said it; otherwise it was derived from the calls, since the model said nothing
     * @param used the tokens that the run has used up to this reply
     */
    record AgentThought(String content, boolean spoken, TokenUsage used) implements RunEvent {
        public AgentThought(String content) {
            this(content, true, TokenUsage.NONE);
        }

        @Override
        public EventType type() {
            return EventType.AGENT_THOUGHT;
        }
    }

    /**
     * The model wants a tool called.
     *
     * @param version of the tool; empty when there is no such tool
     * @param schemaHash SHA-256 over the canonical JSON of the tool's parameters; empty when there is no such tool
     * @param arguments JSON text as the model wrote it
     * @param params the arguments read; empty when they are no JSON object
     */
    record ToolCalled(
            CallId call,
            ToolName tool,
            Optional<String> version,
            Optional<String> schemaHash,
            String arguments,
            Value.Fields params,
            String effectKey)
            implements RunEvent {
        /** A call of which the schema is not known. */
        public ToolCalled(
                CallId call,
                ToolName tool,
                Optional<String> version,
                String arguments,
                Value.Fields params,
                String effectKey) {
            this(call, tool, version, Optional.empty(), arguments, params, effectKey);
        }

        @Override
        public EventType type() {
            return EventType.TOOL_CALL;
        }
    }

    /**
     * How far a call is, as its tool says.
     *
     * @param percent 0 to 100
     * @param name what the tool calls the event; empty: it is one like others
     * @param content what the tool tells beside the message, to clients that know the name
     */
    record ToolProgress(CallId call, int percent, String message, Optional<String> name, Value.Fields content)
            implements RunEvent {
        /** A report without a name. */
        public ToolProgress(CallId call, int percent, String message) {
            this(call, percent, message, Optional.empty(), Value.Fields.EMPTY);
        }

        @Override
        public EventType type() {
            return EventType.TOOL_PROGRESS;
        }
    }

    /**
     * What the model is told of a call.
     *
     * @param result {@code {success: true, …}} or {@code {success: false, error}}
     * @param truncated whether the result was cut; the whole is an artifact then
     * @param millis how long the call took
     * @param cached whether the result is an earlier one
     */
    record ToolReturned(
            CallId call,
            ToolName tool,
            boolean ok,
            Value.Fields result,
            boolean truncated,
            List<ArtifactId> artifacts,
            long millis,
            boolean cached)
            implements RunEvent {
        public ToolReturned {
            artifacts = List.copyOf(artifacts);
        }

        @Override
        public EventType type() {
            return EventType.TOOL_RESULT;
        }
    }

    record ArtifactCreated(ArtifactId artifact, ArtifactKind kind, String title, String mediaType) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.ARTIFACT_CREATED;
        }
    }

    record ChildRun(RunId run, String agent) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.CHILD_RUN;
        }
    }

    /**
     * The run waits for a person.
     *
     * @param call the call that asks, or is to be approved
     * @param params its arguments as they are shown
     * @param paramsHash SHA-256 over the canonical JSON of the arguments: what a decision is bound to
     * @param responseSchema JSON schema of the answer
     * @param expiresAt when the default action is taken; empty: never
     */
    record InputRequested(
            String request,
            InputReason reason,
            String message,
            Optional<CallId> call,
            Value.Fields params,
            String paramsHash,
            Value.Fields responseSchema,
            Optional<Instant> expiresAt)
            implements RunEvent {
        @Override
        public EventType type() {
            return EventType.INPUT_REQUESTED;
        }
    }

    /** @param content the answer, the edited arguments, or the reason of a rejection; absent when there is none */
    record InputReceived(String request, Decision decision, Value content) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.INPUT_RECEIVED;
        }
    }

    /** The answer, refusal or question that ends the run's work. */
    record AgentResponse(
            String content, AnswerKind outcome, List<String> plan, List<String> assumptions, TokenUsage used)
            implements RunEvent {
        public AgentResponse {
            plan = List.copyOf(plan);
            assumptions = List.copyOf(assumptions);
        }

        public AgentResponse(String content, AnswerKind outcome, List<String> plan, List<String> assumptions) {
            this(content, outcome, plan, assumptions, TokenUsage.NONE);
        }

        @Override
        public EventType type() {
            return EventType.AGENT_RESPONSE;
        }
    }

    record RunCompleted(AnswerKind outcome, TokenUsage usage) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.RUN_COMPLETED;
        }
    }

    record RunFailed(RunError error, TokenUsage usage) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.RUN_FAILED;
        }
    }

    record RunCancelled(TokenUsage usage) implements RunEvent {
        @Override
        public EventType type() {
            return EventType.RUN_CANCELLED;
        }
    }
}
