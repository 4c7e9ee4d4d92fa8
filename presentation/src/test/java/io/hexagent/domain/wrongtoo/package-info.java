/** This package holds code that breaks the architecture's rules, as the proof that the rules can fail. */
@NullMarked
package io.hexagent.domain.wrongtoo;

import org.jspecify.annotations.NullMarked;
