package io.hexagent.application.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs and their logs as tests need them. */
final class Logs {
    private Logs() {}

    static Run run(String id, String question, RunState state) {
        return new Run(
                new RunId(id),
                OwnerId.LOCAL,
                new ConversationId("c1"),
                AgentName.CHAT,
                new ModelName("p", "m"),
                question,
                List.of(),
                state,
                TokenUsage.NONE,
                1,
                1,
                Instant.EPOCH);
    }

    static RunState answered() {
        return new RunState.Completed(AnswerKind.ANSWERED, Instant.EPOCH);
    }

    static List<RecordedEvent> log(Run run, RunEvent... events) {
        var log = new ArrayList<RecordedEvent>();
        for (RunEvent event : events) {
            log.add(new RecordedEvent(run.id(), log.size() + 1, Instant.EPOCH, event));
        }
        return log;
    }

    static RunEvent.AgentThought thought(String text, long used) {
        return new RunEvent.AgentThought(text, true, new TokenUsage(used, 1));
    }

    static RunEvent.ToolCalled called(String id, String text) {
        return new RunEvent.ToolCalled(
                new CallId(id),
                new ToolName("tool"),
                Optional.of("1"),
                "",
                Value.fields().put("text", text).build(),
                "r/" + id);
    }

    static RunEvent.ToolReturned returned(String id, boolean ok, String result) {
        return new RunEvent.ToolReturned(
                new CallId(id),
                new ToolName("tool"),
                ok,
                Value.fields().put("success", ok).put("result", result).build(),
                false,
                List.of(),
                1,
                false);
    }

    static RunEvent.AgentResponse response(String text, long used) {
        return new RunEvent.AgentResponse(text, AnswerKind.ANSWERED, List.of(), List.of(), new TokenUsage(used, 1));
    }
}
