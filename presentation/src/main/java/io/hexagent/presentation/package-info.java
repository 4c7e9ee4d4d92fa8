/** This package holds the module presentation. */
@NullMarked
package io.hexagent.presentation;

import org.jspecify.annotations.NullMarked;
