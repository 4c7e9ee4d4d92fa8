/**
 * This package holds what the stores share: the face that all of them show, how a run's row follows from its events,
 * and how the bytes of a data set are opened. A store itself belongs to the package of its technology.
 */
@NullMarked
package io.hexagent.infrastructure.store;

import org.jspecify.annotations.NullMarked;
