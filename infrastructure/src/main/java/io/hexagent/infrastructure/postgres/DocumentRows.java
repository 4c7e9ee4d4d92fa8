package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Documents. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DocumentRows extends GenericRepository<DocumentRow, String> {
    void save(DocumentRow row);

    @Query("SELECT * FROM documents WHERE owner = :owner AND id = :id")
    Optional<DocumentRow> find(String owner, String id);

    @Query("SELECT * FROM documents WHERE owner = :owner AND content = :content AND name = :name"
            + " ORDER BY created_at DESC, id DESC LIMIT 1")
    Optional<DocumentRow> newest(String owner, String content, String name);

    @Query("SELECT * FROM documents WHERE owner = :owner ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip")
    List<DocumentRow> list(String owner, int most, int skip);

    @Query("DELETE FROM documents WHERE owner = :owner AND id = :id")
    int delete(String owner, String id);
}
