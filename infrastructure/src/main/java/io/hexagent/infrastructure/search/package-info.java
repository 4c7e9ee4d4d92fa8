/**
 * This room holds search engines: how SearXNG, Tavily and Brave are asked and how their answers read. The bytes travel
 * through a fetcher, and what a model is told of the hits belongs to the tool.
 */
@NullMarked
package io.hexagent.infrastructure.search;

import org.jspecify.annotations.NullMarked;
