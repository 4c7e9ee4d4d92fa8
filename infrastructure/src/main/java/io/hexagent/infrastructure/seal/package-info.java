/** This room holds how secrets are made unreadable before they are stored. Whose secrets they are it does not ask. */
@NullMarked
package io.hexagent.infrastructure.seal;

import org.jspecify.annotations.NullMarked;
