package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Artifacts. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ArtifactRows extends GenericRepository<ArtifactRow, String> {
    void save(ArtifactRow row);

    @Query("SELECT * FROM artifacts WHERE owner = :owner AND id = :id")
    Optional<ArtifactRow> find(String owner, String id);

    @Query("SELECT * FROM artifacts WHERE owner = :owner AND run_id = :runId ORDER BY created_at, id")
    List<ArtifactRow> ofRun(String owner, String runId);

    @Query("SELECT * FROM artifacts WHERE owner = :owner AND conversation = :conversation"
            + " ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip")
    List<ArtifactRow> ofConversation(String owner, String conversation, int most, int skip);

    @Query("SELECT * FROM artifacts WHERE owner = :owner ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip")
    List<ArtifactRow> list(String owner, int most, int skip);
}
