@NullMarked
package io.hexagent.infrastructure.tika;

import org.jspecify.annotations.NullMarked;
