package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of tools. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ToolSettingRows extends GenericRepository<ToolSettingRow, String> {
    @Query("SELECT * FROM tool_settings WHERE owner = :owner")
    List<ToolSettingRow> of(String owner);

    @Query("INSERT INTO tool_settings (owner, tool, enabled, description)"
            + " VALUES (:owner, :tool, :enabled, :description)"
            + " ON CONFLICT (owner, tool) DO UPDATE SET enabled = excluded.enabled, description = excluded.description")
    void put(String owner, String tool, boolean enabled, @Nullable String description);

    @Query("DELETE FROM tool_settings WHERE owner = :owner AND tool = :tool")
    void delete(String owner, String tool);
}
