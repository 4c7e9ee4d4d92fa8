/** This package holds the module application. */
@NullMarked
package io.hexagent.application;

import org.jspecify.annotations.NullMarked;
