package io.hexagent.application.run;

import io.hexagent.domain.run.Run;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** The log while a thread is about a run: each line names the run, its thread (the conversation) and its user. */
final class RunLog {
    static final String RUN = "run_id";
    static final String THREAD = "thread_id";
    static final String USER = "user_id";

    private RunLog() {}

    static <T> T during(Run run, Supplier<T> work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put(RUN, run.id().value());
        MDC.put(THREAD, run.conversation().value());
        MDC.put(USER, run.owner().value());
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }

    static void during(Run run, Runnable work) {
        boolean ignored = during(run, () -> {
            work.run();
            return true;
        });
    }
}
