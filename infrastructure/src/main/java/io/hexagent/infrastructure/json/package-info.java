/**
 * This room holds JSON: text and values both ways, and checks against JSON schemas. Jackson and the schema validator
 * stay inside it; what a document means belongs to whoever reads it.
 */
@NullMarked
package io.hexagent.infrastructure.json;

import org.jspecify.annotations.NullMarked;
