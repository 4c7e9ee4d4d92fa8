/**
 * This package holds the search index of a process, on Lucene. It is disposable: what it knows comes from the store,
 * and is read again when it is lost.
 */
@NullMarked
package io.hexagent.infrastructure.lucene;

import org.jspecify.annotations.NullMarked;
