package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.ToolEvent;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolReportsTest {
    private static List<RunEvent.ToolProgress> reports(TestTool tool) {
        var model = ScriptedLanguageModel.script()
                .calls("tell", "{\"text\":\"x\"}")
                .answers("Done.")
                .build();
        try (var workshop = new Workshop(model, tool)) {
            Session session = workshop.begin("Tell.");
            assertThat(workshop.work(session).outcome()).isPresent();
            session.journal.drain();
            return workshop.log(session.run.id()).stream()
                    .map(RecordedEvent::event)
                    .filter(RunEvent.ToolProgress.class::isInstance)
                    .map(RunEvent.ToolProgress.class::cast)
                    .toList();
        }
    }

    @Test
    void aToolMayNameAnEventItself() {
        Value.Fields page = Value.fields().put("page", 3).build();
        var tool = new TestTool("tell", Effects.READS, false, (arguments, context) -> {
            context.progress().report(20, "reading");
            context.progress().report(new ToolEvent("page-drawn", 160, "drawn", page));
            return new ToolResult.Succeeded(Value.Fields.EMPTY);
        });
        List<RunEvent.ToolProgress> reports = reports(tool);
        assertThat(reports).hasSize(2);
        assertThat(reports.getFirst().name()).isEmpty();
        assertThat(reports.getLast())
                .isEqualTo(new RunEvent.ToolProgress(
                        reports.getFirst().call(), 100, "drawn", Optional.of("page-drawn"), page));
    }

    @Test
    void whatAToolRepeatsOrTellsWithoutEndFillsNoLog() {
        Value.Fields much = Value.fields().put("text", "x".repeat(5_000)).build();
        var tool = new TestTool("tell", Effects.READS, false, (arguments, context) -> {
            for (int i = 0; i < 3_000; i++) {
                context.progress().report(new ToolEvent("page-drawn", i, "m".repeat(3_000), much));
                context.progress().report(i, "plain");
            }
            return new ToolResult.Succeeded(Value.Fields.EMPTY);
        });
        List<RunEvent.ToolProgress> reports = reports(tool);
        assertThat(reports).hasSize(ToolReports.MOST_REPORTS);
        assertThat(reports.getFirst().message()).hasSize(ToolReports.LONGEST_MESSAGE);
        assertThat(reports.getFirst().content())
                .isEqualTo(Value.fields().put("truncated", true).build());
    }

    @Test
    void aNameThatIsNoneFailsTheCallAndNotTheRun() {
        var tool = new TestTool("tell", Effects.READS, false, (arguments, context) -> {
            context.progress().report(new ToolEvent("tool-result", 1, "forged"));
            return new ToolResult.Succeeded(Value.Fields.EMPTY);
        });
        assertThat(reports(tool)).isEmpty();
    }
}
