/**
 * This room holds the tools that read the world wide web, and how a page becomes text. How bytes travel belongs to the
 * fetcher, how engines are asked to the search adapters.
 */
@NullMarked
package io.hexagent.infrastructure.web;

import org.jspecify.annotations.NullMarked;
