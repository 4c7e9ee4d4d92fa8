/**
 * This room holds SnapTrade's protocol: how requests are signed and answers read. What is asked for belongs to others.
 */
@NullMarked
package io.hexagent.infrastructure.snaptrade;

import org.jspecify.annotations.NullMarked;
