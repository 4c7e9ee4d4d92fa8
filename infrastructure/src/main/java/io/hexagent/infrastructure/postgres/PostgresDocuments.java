package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Documents and their passages in Postgres. Safe for use by many threads. */
final class PostgresDocuments implements Documents {
    private static final int BATCH = 200;

    private final DocumentRows rows;
    private final BlobReferences references;
    private final TransactionOperations<Connection> transactions;

    PostgresDocuments(DocumentRows rows, BlobReferences references, TransactionOperations<Connection> transactions) {
        this.rows = rows;
        this.references = references;
        this.transactions = transactions;
    }

    @Override
    public Keyed add(Document document, List<EmbeddedPassage> passages, Optional<RequestKey> key) {
        String id = document.id().value();
        var row = new DocumentRow(
                id,
                document.owner().value(),
                Clean.text(document.name()),
                Clean.text(document.mediaType()),
                document.content().hex(),
                document.bytes(),
                document.text().hex(),
                document.characters(),
                document.passages(),
                document.createdAt());
        return Calls.adding(
                transactions,
                connection -> {
                    Keyed keyed = RequestKeys.take(connection, document.owner(), key, id);
                    if (keyed instanceof Keyed.Created) {
                        references.refer(List.of(document.content(), document.text()));
                        rows.save(row);
                        insert(connection, document.owner(), passages);
                    }
                    // A key that leads to this very document was stored by an attempt whose answer was lost.
                    return keyed instanceof Keyed.Repeated(String resource) && resource.equals(id)
                            ? new Keyed.Created()
                            : keyed;
                },
                new Keyed.Created());
    }

    private static void insert(Connection connection, OwnerId owner, List<EmbeddedPassage> passages)
            throws SQLException {
        if (passages.isEmpty()) {
            return;
        }
        long version = advance(connection, passages.size()) - passages.size();
        try (PreparedStatement insert = connection.prepareStatement("""
            INSERT INTO passages (document, place, owner, start_at, end_at, body, model, vector, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
            int waiting = 0;
            for (EmbeddedPassage one : passages) {
                insert.setString(1, one.passage().document().value());
                insert.setInt(2, one.passage().place());
                insert.setString(3, owner.value());
                insert.setInt(4, one.passage().start());
                insert.setInt(5, one.passage().end());
                insert.setString(6, one.passage().text());
                insert.setString(7, one.embedding().model());
                insert.setBytes(8, Vectors.bytes(one.embedding()));
                insert.setLong(9, ++version);
                insert.addBatch();
                if (++waiting == BATCH) {
                    int[] ignored = insert.executeBatch();
                    waiting = 0;
                }
            }
            int[] ignored = insert.executeBatch();
        }
    }

    /** The version of the newest change after so many more. Nobody else makes changes until the transaction ends. */
    private static long advance(Connection connection, int changes) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE passage_clock SET version = version + ? RETURNING version")) {
            update.setInt(1, changes);
            try (ResultSet result = update.executeQuery()) {
                if (!result.next()) {
                    throw new IllegalStateException("the table passage_clock has lost its row");
                }
                return result.getLong(1);
            }
        }
    }

    @Override
    public Optional<Document> find(OwnerId owner, DocumentId id) {
        return Searchable.is(id.value())
                ? Calls.of(() -> rows.find(owner.value(), id.value())).map(PostgresDocuments::document)
                : Optional.empty();
    }

    @Override
    public Optional<Document> find(OwnerId owner, ContentHash content, String name) {
        return Calls.of(() -> rows.newest(owner.value(), content.hex(), Clean.text(name)))
                .map(PostgresDocuments::document);
    }

    @Override
    public List<Document> list(OwnerId owner, int limit, int offset) {
        return Calls.of(() -> rows.list(owner.value(), limit, offset)).stream()
                .map(PostgresDocuments::document)
                .toList();
    }

    @Override
    public boolean delete(OwnerId owner, DocumentId id) {
        if (!Searchable.is(id.value())) {
            return false;
        }
        return Calls.transaction(transactions, connection -> {
            Optional<DocumentRow> found = rows.find(owner.value(), id.value());
            if (found.isEmpty() || rows.delete(owner.value(), id.value()) == 0) {
                return false;
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO passage_removals (version, owner, document) VALUES (?, ?, ?)")) {
                insert.setLong(1, advance(connection, 1));
                insert.setString(2, owner.value());
                insert.setString(3, id.value());
                int ignored = insert.executeUpdate();
            }
            references.release(List.of(
                    new ContentHash(found.get().content()),
                    new ContentHash(found.get().body())));
            return true;
        });
    }

    private static Document document(DocumentRow row) {
        return new Document(
                new DocumentId(row.id()),
                new OwnerId(row.owner()),
                row.name(),
                row.mediaType(),
                new ContentHash(row.content()),
                row.bytes(),
                new ContentHash(row.body()),
                row.characters(),
                row.passages(),
                row.createdAt());
    }
}
