package io.hexagent.application.run;

import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolEvent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a tool reports of one call, written to the run's log within bounds: a tool that reports without end fills no
 * log. Safe for use by many threads.
 */
final class ToolReports implements ToolContext.Progress {
    /** So many reports of one call are recorded, and so many characters of each. */
    static final int MOST_REPORTS = 1000;

    static final int LONGEST_MESSAGE = 2000;

    /** As JSON; a longer content is left out, and the report says so. */
    static final int LONGEST_CONTENT = 4000;

    private static final Value.Fields LEFT_OUT =
            Value.fields().put("truncated", true).build();

    private final Journal journal;
    private final CallId call;
    private final Json json;
    private final AtomicInteger left = new AtomicInteger(MOST_REPORTS);

    ToolReports(Journal journal, CallId call, Json json) {
        this.journal = journal;
        this.call = call;
        this.json = json;
    }

    @Override
    public void report(int percent, String message) {
        if (isRoom()) {
            add(percent, message, Optional.empty(), Value.Fields.EMPTY);
        }
    }

    @Override
    public void report(ToolEvent event) {
        if (isRoom()) {
            boolean fits = json.write(event.content()).length() <= LONGEST_CONTENT;
            add(event.percent(), event.message(), Optional.of(event.name()), fits ? event.content() : LEFT_OUT);
        }
    }

    private boolean isRoom() {
        return left.get() > 0 && left.getAndDecrement() > 0;
    }

    private void add(int percent, String message, Optional<String> name, Value.Fields content) {
        journal.add(new RunEvent.ToolProgress(
                call,
                Math.clamp(percent, 0, 100),
                message.substring(0, Math.min(LONGEST_MESSAGE, message.length())),
                name,
                content));
    }
}
