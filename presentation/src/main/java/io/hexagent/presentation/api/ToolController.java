package io.hexagent.presentation.api;

import io.hexagent.application.tool.AddTool;
import io.hexagent.application.tool.ChangeTool;
import io.hexagent.application.tool.DeleteTool;
import io.hexagent.application.tool.InspectTool;
import io.hexagent.application.tool.ListTools;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.ToolFilter;
import io.hexagent.presentation.wire.ToolShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tools: list, show with the schema, enable and describe, add and delete. */
@Controller("/api/tools")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ToolController {
    private static final Value.Fields NO_PARAMETERS = Value.fields()
            .put("type", "object")
            .put("additionalProperties", false)
            .build();

    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;
    private final RequestKeys keys;

    ToolController(Hexagent hexagent, Replies replies, Bodies bodies, RequestKeys keys) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
        this.keys = keys;
    }

    @Get
    HttpResponse<String> list(
            @QueryValue Optional<String> category,
            @QueryValue("requires_auth") Optional<String> requiresAuth,
            @QueryValue Optional<String> agent) {
        ListTools.Command command;
        try {
            command = ToolFilter.of(category, requiresAuth, agent);
        } catch (ToolFilter.Wrong wrong) {
            throw Problem.invalid(wrong.field(), wrong.reason());
        }
        return switch (hexagent.listTools().handle(command)) {
            case ListTools.Outcome.Found found ->
                replies.ok(found.tools().stream().map(ToolShapes::tool).toList());
            case ListTools.Outcome.UnknownAgent unknown ->
                throw Problem.invalid("agent", "agent \"" + unknown.agent() + "\" not in " + unknown.known());
        };
    }

    @Get("/{id}")
    HttpResponse<String> show(String id) {
        return switch (hexagent.inspectTool().handle(new InspectTool.Command(name(id)))) {
            case InspectTool.Outcome.Found found -> replies.ok(ToolShapes.tool(found.tool()));
            case InspectTool.Outcome.Unknown unknown -> throw Problem.notFound("tool", id);
        };
    }

    @Post
    HttpResponse<String> add(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        var command = new AddTool.Command(
                Principal.LOCAL,
                asked.text("name"),
                asked.optionalText("display_name").orElse(""),
                asked.text("description"),
                asked.optionalText("category"),
                asked.optionalFields("parameters").orElse(NO_PARAMETERS),
                asked.optionalText("method").orElse("GET"),
                asked.text("url"),
                headers(asked),
                asked.optionalText("response_path").orElse(""),
                asked.optionalFlag("needs_approval"),
                keys.of(request, asked.fields()));
        asked.check();
        return switch (hexagent.addTool().handle(command)) {
            case AddTool.Outcome.Added added -> created(added.tool(), false);
            case AddTool.Outcome.Repeated repeated -> created(repeated.tool(), true);
            case AddTool.Outcome.Gone gone -> throw Problem.notFound("tool", gone.name());
            case AddTool.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case AddTool.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
            case AddTool.Outcome.NameTaken taken ->
                throw Problem.of(HttpStatus.CONFLICT, "name_taken", "there is a tool \"" + taken.name() + "\" already");
            case AddTool.Outcome.TooMany many ->
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "too_many_tools",
                        "there are " + many.most() + " custom tools, which is the most (setting tools.custom)");
        };
    }

    private HttpResponse<String> created(ToolRegistry.Listed tool, boolean repeated) {
        return RequestKeys.replayed(
                replies.of(HttpStatus.CREATED, ToolShapes.tool(tool))
                        .header("Location", "/api/tools/" + tool.spec().name()),
                repeated);
    }

    private static Map<String, String> headers(Asked asked) {
        var headers = new LinkedHashMap<String, String>();
        asked.optionalFields("headers").orElse(Value.Fields.EMPTY).fields().forEach((name, value) -> {
            if (value instanceof Value.Text text) {
                headers.put(name, text.text());
            } else {
                asked.wrong("headers", "the header " + name + " must be text");
            }
        });
        return headers;
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

    @Delete("/{id}")
    HttpResponse<String> delete(String id) {
        return switch (hexagent.deleteTool().handle(new DeleteTool.Command(Principal.LOCAL, name(id)))) {
            case DELETED -> replies.noContent();
            case UNKNOWN -> throw Problem.notFound("tool", id);
            case BUILT_IN ->
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "tool_is_built_in",
                        "tool " + id
                                + " is built in: it can be switched off (PUT with \"enabled\": false), not deleted");
        };
    }

    private static ToolName name(String text) {
        return Ids.known("tool", text, ToolName::new);
    }
}
