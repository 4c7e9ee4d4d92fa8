/**
 * This package holds the doors: the command line in {@code cli}, the HTTP API in {@code api}, and in {@code wire} the
 * shapes that both show. What is decided behind a door belongs to the application.
 */
@NullMarked
@Configuration
@Requires(notEnv = "persistence")
package io.hexagent.presentation;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
