/** This room holds the use cases on artifacts: keeping, listing and reading them. */
@NullMarked
package io.hexagent.application.artifact;

import org.jspecify.annotations.NullMarked;
