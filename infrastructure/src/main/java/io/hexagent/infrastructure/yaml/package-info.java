/**
 * This package holds a reader of YAML and JSON that keeps the place of every key and value. It is safe by what it does
 * not know: no tags, no anchors, no types, no depth. What the fields mean does not belong here.
 */
@NullMarked
package io.hexagent.infrastructure.yaml;

import org.jspecify.annotations.NullMarked;
