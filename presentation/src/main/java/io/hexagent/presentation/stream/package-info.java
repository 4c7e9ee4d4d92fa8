/**
 * This package holds streams: how the items of a follower become the body of a response, at the pace at which the
 * client takes it. What the items look like is in {@code wire}, which routes there are in {@code api}.
 */
@NullMarked
package io.hexagent.presentation.stream;

import org.jspecify.annotations.NullMarked;
