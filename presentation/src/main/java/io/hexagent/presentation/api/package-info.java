/**
 * This room holds the HTTP API: controllers, the checks at the gate, and problems as RFC 9457 documents. Controllers
 * see use cases, never ports.
 */
@NullMarked
package io.hexagent.presentation.api;

import org.jspecify.annotations.NullMarked;
