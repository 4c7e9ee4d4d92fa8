package io.hexagent.domain.document;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import java.time.Instant;

/**
 * A text that can be searched.
 *
 * @param name what people call it, by default the file's name
 * @param mediaType what the file was found to be
 * @param content the hash of the file's bytes
 * @param bytes the file's length
 * @param text the hash of the text that was taken out of it, in UTF-8; all offsets are into this text
 * @param characters the text's length, in UTF-16 units as all offsets are
 * @param passages how many passages it was split into
 */
public record Document(
        DocumentId id,
        OwnerId owner,
        String name,
        String mediaType,
        ContentHash content,
        long bytes,
        ContentHash text,
        int characters,
        int passages,
        Instant createdAt) {}
