/** This package holds the module config. */
@NullMarked
package io.hexagent.config;

import org.jspecify.annotations.NullMarked;
