/** This package holds the rules that the modules' arrows and rooms must obey, and the proof that each rule can fail. */
@NullMarked
package io.hexagent.architecture;

import org.jspecify.annotations.NullMarked;
