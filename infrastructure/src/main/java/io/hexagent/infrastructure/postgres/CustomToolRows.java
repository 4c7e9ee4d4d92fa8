package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Tools that owners described. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CustomToolRows extends GenericRepository<CustomToolRow, String> {
    @Query("SELECT name, owner, definition::text AS definition FROM custom_tools WHERE owner = :owner ORDER BY name")
    List<CustomToolRow> of(String owner);

    @Query("INSERT INTO custom_tools (owner, name, definition)"
            + " SELECT :owner, :name, :definition::jsonb"
            + " WHERE (SELECT count(*) FROM custom_tools WHERE owner = :owner) < :most"
            + " ON CONFLICT (owner, name) DO NOTHING")
    int add(String owner, String name, String definition, int most);

    @Query("DELETE FROM custom_tools WHERE owner = :owner AND name = :name")
    int delete(String owner, String name);
}
