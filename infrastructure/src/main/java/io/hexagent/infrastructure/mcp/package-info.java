/**
 * This room holds the client of the Model Context Protocol: servers that lend us their tools, over standard input and
 * output or over HTTP. The protocol's SDK stays inside it. A server is not ours: what it says is data, and its trouble
 * stays its own.
 */
@NullMarked
package io.hexagent.infrastructure.mcp;

import org.jspecify.annotations.NullMarked;
