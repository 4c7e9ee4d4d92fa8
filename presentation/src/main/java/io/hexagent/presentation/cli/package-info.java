/**
 * This room holds the command line: its commands, what they print, and the progress on a terminal. No HTTP server is
 * loaded unless {@code serve} asks for one.
 */
@NullMarked
package io.hexagent.presentation.cli;

import org.jspecify.annotations.NullMarked;
