/**
 * This room holds who asks: the principal behind a command and the owner behind a stored row. How somebody proves who
 * they are belongs to an adapter.
 */
@NullMarked
package io.hexagent.domain.access;

import org.jspecify.annotations.NullMarked;
