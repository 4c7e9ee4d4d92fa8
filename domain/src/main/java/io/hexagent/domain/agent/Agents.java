package io.hexagent.domain.agent;

import java.util.List;
import java.util.Optional;

/** The agents there are. Implementations are safe for use by many threads. */
public interface Agents {
    Optional<Agent> find(AgentName name);

    List<Agent> list();
}
