package io.hexagent.domain.document;

import io.hexagent.domain.value.DocumentId;

/**
 * A part of a document: {@code text} is exactly what the document's text holds from {@code start} to {@code end}.
 *
 * @param place its number in the document, from 0
 * @param start where it begins in the document's text, in UTF-16 units
 * @param end where it ends; the character there is no part of it
 */
public record Passage(DocumentId document, int place, int start, int end, String text) {
    public Passage {
        if (place < 0 || start < 0 || end <= start || text.length() != end - start) {
            throw new IllegalArgumentException("passage " + place + " of " + document + " from " + start + " to " + end
                    + " cannot have a text of " + text.length() + " characters");
        }
    }
}
