package io.hexagent.infrastructure.scripted;

import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.infrastructure.langchain4j.LanguageModelContract;
import io.hexagent.infrastructure.langchain4j.VendorAnswer;

class ScriptedLanguageModelContractTest extends LanguageModelContract {
    @Override
    protected LanguageModel modelThat(VendorAnswer... answers) {
        var script = ScriptedLanguageModel.script().uses(90, 20);
        for (VendorAnswer answer : answers) {
            String text = String.join("", answer.pieces());
            script.streams(answer.pieces().toArray(String[]::new));
            if (answer.calls().isEmpty()) {
                script.answers(text);
            } else {
                script.thinks(text)
                        .calls(answer.calls().stream()
                                .map(call -> new ToolCall(
                                        new CallId(call.id()), new ToolName(call.name()), call.arguments()))
                                .toArray(ToolCall[]::new));
            }
        }
        return script.build();
    }
}
