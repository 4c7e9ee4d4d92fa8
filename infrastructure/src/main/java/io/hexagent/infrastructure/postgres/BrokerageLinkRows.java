package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** Links to brokers. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface BrokerageLinkRows extends GenericRepository<BrokerageLinkRow, String> {
    @Query("SELECT * FROM brokerage_links WHERE owner = :owner")
    Optional<BrokerageLinkRow> of(String owner);

    @Query("INSERT INTO brokerage_links (owner, user_id, sealed_secret, created_at)"
            + " VALUES (:owner, :userId, :sealedSecret, :createdAt) ON CONFLICT (owner) DO NOTHING")
    void add(String owner, String userId, String sealedSecret, Instant createdAt);

    @Query("DELETE FROM brokerage_links WHERE owner = :owner")
    int delete(String owner);
}
