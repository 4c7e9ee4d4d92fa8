/**
 * This room holds what is read from the world wide web: a request, its caps, what came of it, and the ports that fetch
 * and search. How an address is judged and how bytes travel belong to the adapters.
 */
@NullMarked
package io.hexagent.domain.web;

import org.jspecify.annotations.NullMarked;
