/** This room holds the use cases on data sets: adding, describing, listing, removing. */
@NullMarked
package io.hexagent.application.dataset;

import org.jspecify.annotations.NullMarked;
