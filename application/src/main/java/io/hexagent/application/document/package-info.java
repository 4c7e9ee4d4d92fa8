/** This room holds the use cases on documents: adding, listing, reading, removing and searching them. */
@NullMarked
package io.hexagent.application.document;

import org.jspecify.annotations.NullMarked;
