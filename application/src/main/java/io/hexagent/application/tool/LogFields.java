package io.hexagent.application.tool;

import java.util.Map;
import org.slf4j.MDC;

/** The fields that every line of the log of a run has, brought to another thread. */
final class LogFields {
    private LogFields() {}

    /** The task, with the fields of the current thread while it runs. It is for a thread that has none of its own. */
    static Runnable carried(Runnable task) {
        Map<String, String> fields = MDC.getCopyOfContextMap();
        if (fields == null || fields.isEmpty()) {
            return task;
        }
        return () -> {
            MDC.setContextMap(fields);
            try {
                task.run();
            } finally {
                MDC.clear();
            }
        };
    }
}
