package io.hexagent.domain.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.domain.run.EventType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolEventTest {
    @Test
    void aNameIsLowerCaseWords() {
        for (String name : List.of("drawn", "page-drawn", "page_2_drawn", "a1-b2_c3", "x".repeat(40))) {
            assertThatCode(() -> new ToolEvent(name, 1, "")).as(name).doesNotThrowAnyException();
        }
        for (String name : List.of(
                "",
                "Drawn",
                "pageDrawn",
                "2nd",
                "page drawn",
                "-page",
                "page-",
                "page--drawn",
                "page.drawn",
                "seité",
                "page\n",
                "x".repeat(41))) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> new ToolEvent(name, 1, ""))
                    .withMessageContaining("at most 40 characters");
        }
    }

    @Test
    void noEventOfARunAndNoneOfAStreamIsTakenForATools() {
        var names = new ArrayList<>(List.of(
                "task_agent_execute",
                "waiting",
                "keep_alive",
                "error",
                "done",
                "tool_call_start",
                "tool_call_progress",
                "tool_call_end",
                "resource_created",
                "input_requested",
                "assistant_message_snapshot",
                "assistant_message_delta"));
        for (EventType type : EventType.values()) {
            names.add(type.wire());
        }
        for (String name : names) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> new ToolEvent(name, 1, ""))
                    .withMessageContaining("clients know another one");
        }
    }

    @Test
    void whereNamesAreNotToldTheRestIs() {
        var told = new ArrayList<String>();
        ToolContext.Progress plain = (percent, message) -> told.add(percent + " " + message);
        plain.report(new ToolEvent("page-drawn", 60, "drawn"));
        assertThat(told).containsExactly("60 drawn");
    }
}
