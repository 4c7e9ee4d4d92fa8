@NullMarked
package io.hexagent.domain.document;

import org.jspecify.annotations.NullMarked;
