package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final Table COMPUTED = Table.of(List.of("computed"), List.of(List.of(Value.of(1))));
    private static final Table DRAWN = Table.of(List.of("drawn"), List.of(List.of(Value.of(2))));

    private final List<RecordedEvent> events = new ArrayList<>();

    @Test
    void theTableIsThatOfTheLastResultThatHasOne() {
        returned(DRAWN);
        returned(COMPUTED);
        assertThat(report().table()).contains(COMPUTED);
    }

    @Test
    void aChartCutToWhatCanBeDrawnTakesNotTheAnswersPlace() {
        returned(COMPUTED);
        returned(DRAWN, new ArtifactId("a1"));
        assertThat(report().table()).contains(COMPUTED);
    }

    @Test
    void aChartAloneShowsItsFigures() {
        returned(DRAWN, new ArtifactId("a1"));
        assertThat(report().table()).contains(DRAWN);
    }

    private void returned(Table table, ArtifactId... artifacts) {
        var result = Value.fields().put("table", table.toValue()).build();
        var event = new RunEvent.ToolReturned(
                new CallId("c1"), new ToolName("some_tool"), true, result, false, List.of(artifacts), 1, false);
        events.add(new RecordedEvent(new RunId("r1"), events.size() + 1L, NOON, event));
    }

    private RunReport report() {
        var run = new Run(
                new RunId("r1"),
                new OwnerId("local"),
                new ConversationId("t1"),
                AgentName.ANALYST,
                new ModelName("offline", "planner"),
                "What?",
                List.of(),
                new RunState.Running("w1"),
                TokenUsage.NONE,
                1,
                1,
                NOON);
        return RunReport.of(run, events, List.of());
    }
}
