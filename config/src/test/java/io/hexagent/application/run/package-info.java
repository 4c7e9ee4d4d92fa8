/** Tests of runs on the adapters that come with the program; they see what the package does not show. */
@NullMarked
package io.hexagent.application.run;

import org.jspecify.annotations.NullMarked;
