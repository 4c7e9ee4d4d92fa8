/**
 * This room holds what is asked of a language model and what it replies. Vendors, retries and HTTP belong to adapters.
 */
@NullMarked
package io.hexagent.domain.language;

import org.jspecify.annotations.NullMarked;
