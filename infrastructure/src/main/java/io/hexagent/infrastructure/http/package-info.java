/**
 * This room holds one pooled, blocking HTTP client for calls to language models. Apache HttpClient stays inside it;
 * what a request or an answer means belongs to the callers.
 */
@NullMarked
package io.hexagent.infrastructure.http;

import org.jspecify.annotations.NullMarked;
