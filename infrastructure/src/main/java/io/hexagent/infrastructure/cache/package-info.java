/**
 * This room holds what adapters keep for as long as something else lives. What is kept on disk or for a time belongs
 * elsewhere.
 */
@NullMarked
package io.hexagent.infrastructure.cache;

import org.jspecify.annotations.NullMarked;
