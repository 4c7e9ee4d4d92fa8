package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Reads and removes runs. The group writer alone writes them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RunRows extends GenericRepository<RunRow, String> {
    /** An empty text stands for any status and any conversation. */
    String MATCHING = " FROM runs WHERE owner = :owner AND parent IS NULL AND (:status = '' OR status = :status)"
            + " AND (:conversation = '' OR conversation = :conversation)";

    @Query("SELECT * FROM runs WHERE owner = :owner AND id = :id")
    Optional<RunRow> find(String owner, String id);

    @Query("SELECT * FROM runs WHERE owner = :owner AND id >= :prefix AND id < :end ORDER BY id LIMIT 2")
    List<RunRow> firstTwoBetween(String owner, String prefix, String end);

    @Query("SELECT *" + MATCHING + " ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip")
    List<RunRow> list(String owner, String status, String conversation, int most, int skip);

    @Query("SELECT count(*)" + MATCHING)
    long count(String owner, String status, String conversation);

    @Query("SELECT * FROM runs WHERE owner = :owner AND parent = :parent ORDER BY ordinal")
    List<RunRow> children(String owner, String parent);

    @Query("DELETE FROM runs WHERE owner = :owner AND id = :id AND status IN ('completed', 'failed', 'cancelled')")
    int deleteEnded(String owner, String id);
}
