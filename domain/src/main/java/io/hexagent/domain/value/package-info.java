/**
 * This room holds the only dynamic data there is, {@link io.hexagent.domain.value.Value}, its ports for text and
 * schemas, and the identities by which the other rooms refer to each other. What a room does with an identity belongs
 * there.
 */
@NullMarked
package io.hexagent.domain.value;

import org.jspecify.annotations.NullMarked;
