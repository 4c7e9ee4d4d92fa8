package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Which bytes are kept. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface BlobRows extends GenericRepository<BlobRow, String> {
    Optional<BlobRow> findById(String hash);

    /** 0 when the bytes are kept already. Waits for whoever is keeping the same bytes. */
    @Query("INSERT INTO blobs (hash, bytes) VALUES (:hash, :bytes) ON CONFLICT DO NOTHING")
    int insert(String hash, long bytes);

    /** Keeps the bytes from being removed until the transaction ends. */
    @Query("SELECT * FROM blobs WHERE hash = :hash FOR KEY SHARE")
    List<BlobRow> lockForReference(String hash);

    /** Keeps others from referring to the bytes until the transaction ends. */
    @Query("SELECT * FROM blobs WHERE hash = :hash FOR UPDATE")
    List<BlobRow> lockForRemoval(String hash);

    @Query("DELETE FROM blobs WHERE hash = :hash"
            + " AND NOT EXISTS (SELECT 1 FROM datasets WHERE content = :hash AND path IS NULL)"
            + " AND NOT EXISTS (SELECT 1 FROM artifacts WHERE contents @> ARRAY[:hash]::text[])"
            + " AND NOT EXISTS (SELECT 1 FROM documents WHERE content = :hash OR body = :hash)")
    void deleteUnreferenced(String hash);
}
