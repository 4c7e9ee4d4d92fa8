package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Chunks of bytes. They go with the row of their bytes. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ChunkRows extends GenericRepository<ChunkRow, String> {
    void save(ChunkRow row);

    @Query("SELECT * FROM blob_chunks WHERE hash = :hash AND place = :place")
    Optional<ChunkRow> find(String hash, int place);
}
