/** This room holds the choice among the configured language models. */
@NullMarked
package io.hexagent.application.language;

import org.jspecify.annotations.NullMarked;
