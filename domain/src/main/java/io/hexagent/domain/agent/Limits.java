package io.hexagent.domain.agent;

import java.time.Duration;

/**
 * Where a run is stopped.
 *
 * @param turns replies of the model
 * @param toolCalls calls of tools
 * @param tokens tokens read and written
 * @param time from the run's start
 * @param repairs wrong tool calls in a row that the model may correct
 */
public record Limits(int turns, int toolCalls, long tokens, Duration time, int repairs) {
    public Limits {
        if (turns < 1 || toolCalls < 0 || tokens < 1 || !time.isPositive() || repairs < 0) {
            throw new IllegalArgumentException("limits must be positive: turns " + turns + ", tool calls " + toolCalls
                    + ", tokens " + tokens + ", time " + time + ", repairs " + repairs);
        }
    }
}
