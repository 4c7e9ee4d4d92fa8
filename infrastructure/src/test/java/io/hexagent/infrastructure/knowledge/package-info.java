/** Documents from splitting to searching, with the real embedding model. */
@NullMarked
package io.hexagent.infrastructure.knowledge;

import org.jspecify.annotations.NullMarked;
