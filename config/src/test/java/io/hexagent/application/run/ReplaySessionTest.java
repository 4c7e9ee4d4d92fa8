package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplaySessionTest {
    @Test
    void aReplayFollowsTheRecordingAndChangesNothing() {
        var model = ScriptedLanguageModel.script()
                .uses(7, 3)
                .thinks("First.")
                .calls("save", "{\"text\":\"a\"}")
                .calls("read", "{\"text\":\"b\"}")
                .answers("Done.")
                .build();
        var save = TestTool.echo("save", Effects.IDEMPOTENT, false);
        var read = TestTool.echo("read", Effects.READS, false);
        try (var workshop = new Workshop(model, save, read)) {
            Session original = workshop.begin("Do it.");
            Working end = workshop.work(original);
            Session replay = replay(workshop, original.run);
            assertThat(workshop.work(replay))
                    .isEqualTo(new Working(
                            replay.run.id(),
                            end.turns(),
                            end.toolCalls(),
                            end.usage(),
                            end.repairs(),
                            end.repeats(),
                            end.signature(),
                            end.pending(),
                            end.request(),
                            end.outcome(),
                            end.error()));
            assertThat(model.prompts()).hasSize(3);
            assertThat(save.calls).hasSize(1);
            assertThat(read.calls).hasSize(2);
            assertThat(contents(workshop.log(replay.run.id()))).isEqualTo(contents(workshop.log(original.run.id())));
        }
    }

    @Test
    void aReplayOfARunThatNeverEndedStopsWhereTheRecordingDoes() {
        var save = TestTool.echo("save", Effects.ONCE, false);
        try (var workshop = new Workshop(
                ScriptedLanguageModel.script().calls("save", "{\"text\":\"a\"}").build(), save)) {
            Session original = workshop.begin("Do it.");
            workshop.work(original);
            Working end = workshop.work(replay(workshop, original.run));
            assertThat(end.error().orElseThrow().message()).contains("the recording ends here");
            assertThat(save.calls).hasSize(1);
        }
    }

    private static Session replay(Workshop workshop, Run original) {
        Run run = workshop.aRun(original.query(), 0, Optional.of(original.id()));
        Session session = workshop.sessions.begin(
                run,
                Principal.LOCAL,
                workshop.agents.find(AgentName.CHAT).orElseThrow(),
                workshop.models.choose(Optional.empty()),
                List.of(),
                RunListener.NONE);
        session.journal.begin(Workshop.conversation(), new RunEvent.UserRequest(run.query()));
        return session;
    }

    private static List<String> contents(List<RecordedEvent> log) {
        return Step.of(log).stream()
                .map(step -> switch (step) {
                    case Step.UserRequest request -> request.content();
                    case Step.Thought thought -> thought.content();
                    case Step.ToolCall call -> call.tool() + " " + call.params();
                    case Step.ToolResult result -> result.tool() + " " + result.result();
                    case Step.Response response -> response.content();
                })
                .toList();
    }
}
