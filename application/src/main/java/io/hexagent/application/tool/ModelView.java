package io.hexagent.application.tool;

import io.hexagent.application.tool.ToolRunner.Ran;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a model is told of a call: bounded JSON. Safe for use by many threads. */
final class ModelView {
    /** Room for the pointer to the whole of a cut result. */
    private static final int POINTER = 256;

    private final Json json;
    private final int mostChars;
    private final long mostWhole;

    /**
     * @param mostChars of JSON
     * @param mostWhole the most bytes of JSON of a cut result that are kept as a file
     */
    ModelView(Json json, int mostChars, long mostWhole) {
        this.json = json;
        this.mostChars = mostChars;
        this.mostWhole = mostWhole;
    }

    Ran succeeded(ToolName tool, ToolResult.Succeeded succeeded, long millis) {
        var content = Value.fields().put("success", true);
        succeeded.content().fields().forEach(content::put);
        Value.Fields whole = content.build();
        String text = json.write(whole);
        if (text.length() <= mostChars) {
            return new Ran(true, false, whole, text, false, succeeded.artifacts(), Optional.empty(), millis, false);
        }
        Cut cut = Cut.to(whole, json, mostChars - POINTER);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Optional<ArtifactDraft> file = bytes.length > mostWhole
                ? Optional.empty()
                : Optional.of(new ArtifactDraft(
                        ArtifactKind.FILE,
                        "Whole result of " + tool,
                        List.of(new ArtifactDraft.Rendition("application/json", bytes))));
        return new Ran(true, false, cut.result(), cut.text(), true, succeeded.artifacts(), file, millis, false);
    }

    /** A cut result that tells where the whole is. */
    Ran pointing(Ran ran, ArtifactId whole) {
        Value.Fields result = ran.result()
                .with(
                        "whole_result",
                        Value.fields()
                                .put("artifact_id", whole.value())
                                .put("url", "/api/artifacts/" + whole)
                                .build());
        return new Ran(
                ran.ok(),
                ran.rejected(),
                result,
                json.write(result),
                ran.truncated(),
                ran.artifacts(),
                Optional.empty(),
                ran.millis(),
                ran.cached());
    }

    Ran earlier(Value.Fields result) {
        return new Ran(true, false, result, json.write(result), false, List.of(), Optional.empty(), 0, true);
    }

    Ran recorded(boolean ok, Value.Fields result, boolean truncated) {
        return new Ran(ok, false, result, json.write(result), truncated, List.of(), Optional.empty(), 0, false);
    }

    /** A call that was wrong: the model may correct it. */
    Ran rejected(String message, long millis) {
        return error(true, message, millis);
    }

    Ran failed(String message, long millis) {
        return error(false, message, millis);
    }

    /** {@code {success: false, untrusted: true, notice, error}}. */
    Ran failedElsewhere(String message, long millis) {
        var told = Value.fields().put("success", false);
        Untrusted.result().build().fields().forEach(told::put);
        Value.Fields error = told.put("error", bounded(message)).build();
        return new Ran(false, false, error, json.write(error), false, List.of(), Optional.empty(), millis, false);
    }

    /** {@code {success: false, error, requires_auth: true}}. */
    Ran withoutCredential(String message, long millis) {
        Ran failed = failed(message, millis);
        Value.Fields error = failed.result().with("requires_auth", Value.of(true));
        return new Ran(false, false, error, json.write(error), false, List.of(), Optional.empty(), millis, false);
    }

    private Ran error(boolean rejected, String message, long millis) {
        Value.Fields error = Value.fields()
                .put("success", false)
                .put("error", bounded(message))
                .build();
        return new Ran(false, rejected, error, json.write(error), false, List.of(), Optional.empty(), millis, false);
    }

    private String bounded(String message) {
        return message.substring(0, Math.min(message.length(), mostChars / 2));
    }
}
