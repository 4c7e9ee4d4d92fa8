/** This package opens the program's inside to the tests of the doors. */
@NullMarked
package io.hexagent.config;

import org.jspecify.annotations.NullMarked;
