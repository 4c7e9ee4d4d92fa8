/**
 * This room holds documents, the passages that they are split into, and the ports that read, keep and search them. How
 * text is taken out of a file and how an index works belong to adapters.
 */
@NullMarked
package io.hexagent.domain.document;

import org.jspecify.annotations.NullMarked;
