package io.hexagent.infrastructure.offline;

import java.util.List;

/** One kind of question. */
interface Intent {
    /**
     * The steps that answer the clause; empty when it is no question of this kind.
     *
     * @throws Unplannable when it is one, but cannot be answered
     */
    List<PlanStep> plan(Reading reading);
}
