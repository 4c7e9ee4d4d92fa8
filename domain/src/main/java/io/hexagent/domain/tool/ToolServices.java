package io.hexagent.domain.tool;

import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.value.Json;
import java.time.InstantSource;
import java.util.Optional;

/** What a {@link ToolFactory} may build on. */
public interface ToolServices {
    Calculator calculator();

    Json json();

    InstantSource clock();

    /** The value of the setting {@code tools.<name>}, or empty when it is not set. */
    Optional<String> setting(String name);
}
