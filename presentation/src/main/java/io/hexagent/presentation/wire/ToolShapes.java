package io.hexagent.presentation.wire;

import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;

/** Tools. */
public final class ToolShapes {
    private ToolShapes() {}

    /** {@code {id, name, display_name, description, version, schema, enabled, icon, category, requires_auth, …}}. */
    public static Value.Fields tool(ToolRegistry.Listed listed) {
        ToolSpec spec = listed.spec();
        return Value.fields()
                .put("id", spec.name().value())
                .put("name", spec.name().value())
                .put("display_name", spec.displayName())
                .put("description", spec.description())
                .put("version", spec.version())
                .put("schema", spec.functionSchema())
                .put("enabled", listed.enabled())
                .put("icon", spec.icon())
                .put("category", spec.category().wire())
                .put("requires_auth", spec.requiresAuth())
                .put("needs_approval", spec.needsApproval())
                .put("custom", listed.custom())
                .put("examples", Value.texts(spec.examples()))
                .build();
    }
}
