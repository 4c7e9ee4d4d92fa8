package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Conversations. The group writer writes them as well. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ConversationRows extends GenericRepository<ConversationRow, String> {
    void save(ConversationRow row);

    @Query("SELECT * FROM conversations WHERE owner = :owner AND id = :id")
    Optional<ConversationRow> find(String owner, String id);
}
