/**
 * This package holds the store in Postgres: the server under the data directory, the schema, the one writer of the log,
 * and the repositories. What the rows mean belongs to the domain.
 */
@NullMarked
package io.hexagent.infrastructure.postgres;

import org.jspecify.annotations.NullMarked;
