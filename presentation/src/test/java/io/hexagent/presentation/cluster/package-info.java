/**
 * This package holds the tests that run the real program in several processes, end and stop them without warning, and
 * look at what is left. {@code Cluster} starts the processes, {@code ModelStub} is the model that they ask, and each
 * scenario is a class of its own that is played in a short form and, tagged {@code soak}, in a long one.
 */
@NullMarked
package io.hexagent.presentation.cluster;

import org.jspecify.annotations.NullMarked;
