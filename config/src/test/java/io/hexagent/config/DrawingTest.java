package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerGraph;
import io.hexagent.application.strategy.session.SessionGraph;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DrawingTest {
    @Test
    void theDrawingsInArchitectureAreTheGraphs() throws IOException {
        try (var hexagent = Hexagent.builder(Settings.defaults())
                .inMemory()
                .provider(ScriptedProvider.of(ScriptedLanguageModel.answering("x")))
                .open()) {
            assertThat(printed("AnswerGraph"))
                    .isEqualTo(hexagent.bean(AnswerGraph.class).drawing().strip());
            assertThat(printed("SessionGraph"))
                    .isEqualTo(hexagent.bean(SessionGraph.class).drawing().strip());
        }
    }

    private static String printed(String graph) throws IOException {
        String document = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        int from = document.indexOf("<!-- graph: " + graph + " -->");
        int start = document.indexOf("```mermaid\n", from) + "```mermaid\n".length();
        return document.substring(start, document.indexOf("```", start)).strip();
    }
}
