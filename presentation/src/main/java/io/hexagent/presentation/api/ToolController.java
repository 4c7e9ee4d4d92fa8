package io.hexagent.presentation.api;

import io.hexagent.application.tool.ChangeTool;
import io.hexagent.application.tool.InspectTool;
import io.hexagent.application.tool.ListTools;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.presentation.wire.ToolShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Tools: list, show with the schema, enable and describe. */
@Controller("/api/tools")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ToolController {
    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;

    ToolController(Hexagent hexagent, Replies replies, Bodies bodies) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
    }

    @Get
    HttpResponse<String> list() {
        return replies.ok(hexagent.listTools().handle(new ListTools.Command()).stream()
                .map(ToolShapes::tool)
                .toList());
    }

    @Get("/{id}")
    HttpResponse<String> show(String id) {
        return switch (hexagent.inspectTool().handle(new InspectTool.Command(name(id)))) {
            case InspectTool.Outcome.Found found -> replies.ok(ToolShapes.tool(found.tool()));
            case InspectTool.Outcome.Unknown unknown -> throw Problem.notFound("tool", id);
        };
    }

    @Put("/{id}")
    HttpResponse<String> change(HttpRequest<?> request, String id) {
        Asked asked = bodies.asked(request);
        var command = new ChangeTool.Command(
                Principal.LOCAL, name(id), asked.optionalFlag("enabled"), asked.optionalText("description"));
        asked.check();
        return switch (hexagent.changeTool().handle(command)) {
            case ChangeTool.Outcome.Changed changed -> replies.ok(ToolShapes.tool(changed.tool()));
            case ChangeTool.Outcome.Unknown unknown -> throw Problem.notFound("tool", id);
            case ChangeTool.Outcome.Refused refused ->
                throw command.enabled().orElse(false)
                        ? Problem.of(HttpStatus.CONFLICT, "tool_is_off", refused.message())
                        : Problem.invalid("description", refused.message());
        };
    }

    private static ToolName name(String text) {
        return Ids.known("tool", text, ToolName::new);
    }
}
