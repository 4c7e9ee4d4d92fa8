@NullMarked
package io.hexagent.infrastructure.lucene;

import org.jspecify.annotations.NullMarked;
