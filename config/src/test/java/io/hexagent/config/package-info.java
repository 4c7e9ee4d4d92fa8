/** This package holds the tests of the settings and of the wired program, in process. */
@NullMarked
package io.hexagent.config;

import org.jspecify.annotations.NullMarked;
