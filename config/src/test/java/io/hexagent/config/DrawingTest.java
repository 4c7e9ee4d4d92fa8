package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerGraph;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DrawingTest {
    @Test
    void theDrawingInArchitectureIsTheGraphs() throws IOException {
        String document = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        int from = document.indexOf("<!-- graph: AnswerGraph -->");
        int start = document.indexOf("```mermaid\n", from) + "```mermaid\n".length();
        String printed = document.substring(start, document.indexOf("```", start));
        try (var hexagent = Hexagent.builder(Settings.defaults())
                .inMemory()
                .provider(ScriptedProvider.of(ScriptedLanguageModel.answering("x")))
                .open()) {
            assertThat(printed.strip())
                    .isEqualTo(hexagent.bean(AnswerGraph.class).drawing().strip());
        }
    }
}
