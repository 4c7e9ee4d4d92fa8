/**
 * This room holds the use cases on runs and the graph that answers a question. Storing events and talking to models
 * belong to adapters.
 */
@NullMarked
package io.hexagent.application.run;

import org.jspecify.annotations.NullMarked;
