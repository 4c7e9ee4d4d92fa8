package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.value.ContentHash;
import java.util.List;

/**
 * Keeps bytes as long as a row refers to them. Both methods belong into the transaction that adds or removes the row;
 * they lock the bytes' rows in order, so that no two of them wait for each other.
 */
final class BlobReferences {
    private final BlobRows rows;

    BlobReferences(BlobRows rows) {
        this.rows = rows;
    }

    /** @throws IllegalStateException when there are no such bytes */
    void refer(List<ContentHash> hashes) {
        for (String hash : ordered(hashes)) {
            if (rows.lockForReference(hash).isEmpty()) {
                throw new IllegalStateException("no bytes are kept under " + hash);
            }
        }
    }

    /** Removes the bytes that nothing refers to any more. */
    void release(List<ContentHash> hashes) {
        for (String hash : ordered(hashes)) {
            // Two statements: the second sees what was committed while the first waited for the lock.
            if (!rows.lockForRemoval(hash).isEmpty()) {
                rows.deleteUnreferenced(hash);
            }
        }
    }

    private static List<String> ordered(List<ContentHash> hashes) {
        return hashes.stream().map(ContentHash::hex).distinct().sorted().toList();
    }
}
