/** This package stands for an application that embeds the library: it sees its public API and nothing else. */
@NullMarked
package example.host;

import org.jspecify.annotations.NullMarked;
