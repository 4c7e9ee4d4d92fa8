package io.hexagent.application.run;

import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.Step;
import java.util.List;

/**
 * What sub-agents used of the limits that they share with the run above them. Immutable.
 *
 * @param turns replies of their models
 */
record Spent(int turns, int toolCalls, TokenUsage usage) {
    static final Spent NONE = new Spent(0, 0, TokenUsage.NONE);

    Spent plus(Spent other) {
        return new Spent(turns + other.turns, toolCalls + other.toolCalls, usage.plus(other.usage));
    }

    /** What a run used by itself, and, when it has ended, what its sub-agents' tokens were. */
    static Spent of(Run run, List<Step> steps) {
        int turns = 0;
        int calls = 0;
        for (Step step : steps) {
            switch (step) {
                case Step.Thought ignored -> turns++;
                case Step.Response ignored -> turns++;
                case Step.ToolCall ignored -> calls++;
                case Step.UserRequest ignored -> {}
                case Step.ToolResult ignored -> {}
            }
        }
        return new Spent(turns, calls, run.usage());
    }

    /** What a run and its sub-agents used. */
    static Spent of(RunReport report) {
        Spent all = of(report.run(), report.steps());
        for (RunReport child : report.children()) {
            Spent below = of(child);
            // The tokens of those below stand in the run's own usage.
            all = new Spent(all.turns + below.turns, all.toolCalls + below.toolCalls, all.usage);
        }
        return all;
    }
}
