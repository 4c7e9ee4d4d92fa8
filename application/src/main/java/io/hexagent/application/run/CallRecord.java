package io.hexagent.application.run;

import io.hexagent.domain.run.RunEvent.InputReceived;
import io.hexagent.domain.run.RunEvent.InputRequested;
import io.hexagent.domain.run.RunEvent.ToolReturned;
import java.util.Optional;

/**
 * What the log says of one call. Immutable.
 *
 * @param returned its result
 * @param request the last request for input that was made for it
 * @param decision what was decided about that request; empty: nothing yet
 * @param edited the last decision that changed its arguments
 * @param started whether the tool reported to be at work, after the last request
 */
record CallRecord(
        Optional<ToolReturned> returned,
        Optional<InputRequested> request,
        Optional<InputReceived> decision,
        Optional<InputReceived> edited,
        boolean started) {
    /** Nothing is known of it. */
    static final CallRecord NEW =
            new CallRecord(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    CallRecord begun() {
        return new CallRecord(returned, request, decision, edited, true);
    }

    CallRecord asked(InputRequested asked) {
        return new CallRecord(returned, Optional.of(asked), Optional.empty(), edited, false);
    }

    CallRecord decided(InputReceived received) {
        return new CallRecord(
                returned,
                request,
                Optional.of(received),
                switch (received.decision()) {
                    case EDIT -> Optional.of(received);
                    case ANSWER, APPROVE, REJECT, EXPIRED -> edited;
                },
                started);
    }

    CallRecord ended(ToolReturned result) {
        return new CallRecord(Optional.of(result), request, decision, edited, started);
    }
}
