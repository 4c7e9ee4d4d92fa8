/**
 * This room holds tables of data, what is known of their columns, and the calculations on them. Reading files and the
 * arithmetic itself belong to adapters.
 */
@NullMarked
package io.hexagent.domain.dataset;

import org.jspecify.annotations.NullMarked;
