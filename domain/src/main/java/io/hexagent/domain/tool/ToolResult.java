package io.hexagent.domain.tool;

import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.value.Value;
import java.util.List;

/** What came of a tool call. A failure is a value, because the model must see it. */
public sealed interface ToolResult {
    /** It worked. */
    record Succeeded(Value.Fields content, List<ArtifactDraft> artifacts) implements ToolResult {
        public Succeeded {
            artifacts = List.copyOf(artifacts);
        }

        public Succeeded(Value.Fields content) {
            this(content, List.of());
        }
    }

    /**
     * The call was wrong: an unknown name, bad arguments. The message says what is allowed; the model may try again.
     */
    record Rejected(String message) implements ToolResult {}

    /**
     * A credential of the user or the operator is missing or not accepted: the model is told, and clients are told so
     * that they can ask for it. The message says which one and where it is given; it may be shown.
     */
    record NeedsCredential(String message) implements ToolResult {}

    /**
     * Only a person can tell: the run waits, and the person's answer becomes the call's result. No thread waits
     * meanwhile, and the tool is not called again.
     *
     * @param question what the person is asked
     * @param responseSchema JSON schema of the answer; empty: any text
     */
    record NeedsAnswer(String question, Value.Fields responseSchema) implements ToolResult {}

    /**
     * The call was right, but a program of others did not do it and says why in its own words: the model is told that
     * others wrote them.
     */
    record FailedElsewhere(String message) implements ToolResult {}

    /**
     * The call was right but did not work. The message may be shown.
     *
     * @param passing whether the same call may work a moment later: it is made again, unless the tool's effects forbid
     */
    record Failed(String message, boolean passing) implements ToolResult {
        /** A failure that will not pass by itself. */
        public Failed(String message) {
            this(message, false);
        }
    }
}
