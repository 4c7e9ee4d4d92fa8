/**
 * This room holds the language models of vendors, reached through LangChain4j: what goes out, what comes back, and what
 * went wrong, in the domain's terms. LangChain4j stays inside it; waiting and trying again belong elsewhere.
 */
@NullMarked
package io.hexagent.infrastructure.langchain4j;

import org.jspecify.annotations.NullMarked;
