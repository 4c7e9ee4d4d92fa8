package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Data sets. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DatasetRows extends GenericRepository<DatasetRow, String> {
    void save(DatasetRow row);

    @Query("SELECT * FROM datasets WHERE owner = :owner AND id = :id")
    Optional<DatasetRow> find(String owner, String id);

    @Query("SELECT * FROM datasets WHERE owner = :owner AND content = :content AND coalesce(path, '') = :path"
            + " ORDER BY created_at DESC, id DESC LIMIT 1")
    Optional<DatasetRow> newest(String owner, String content, String path);

    @Query("SELECT * FROM datasets WHERE owner = :owner ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip")
    List<DatasetRow> list(String owner, int most, int skip);

    @Query("DELETE FROM datasets WHERE owner = :owner AND id = :id")
    int delete(String owner, String id);
}
