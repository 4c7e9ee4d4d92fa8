package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads the log. The group writer alone writes it. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRows extends GenericRepository<EventRow, Long> {
    @Query("SELECT * FROM run_events WHERE run_id = :runId AND seq > :after ORDER BY seq LIMIT :most")
    List<EventRow> after(String runId, long after, int most);
}
