/** This room holds who is let in, and how often. */
@NullMarked
package io.hexagent.application.access;

import org.jspecify.annotations.NullMarked;
