package io.hexagent.presentation.api;

import io.hexagent.application.run.CancelRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.RunId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What becomes of a run when the client that asked for it leaves: a wish of the request, or else the setting. */
@Singleton
final class Leavers {
    private static final String FIELD = "on_disconnect";
    private static final String CANCEL = "cancel";
    private static final List<String> ALLOWED = List.of("continue", CANCEL);

    private final Hexagent hexagent;

    Leavers(Hexagent hexagent) {
        this.hexagent = hexagent;
    }

    /** What to do with the run of a request; empty: it goes on. */
    Optional<Consumer<RunId>> wished(Asked asked) {
        String wish =
                asked.optionalText(FIELD).orElse(hexagent.settings().streams().onDisconnect());
        if (!ALLOWED.contains(wish)) {
            asked.wrong(FIELD, FIELD + " \"" + wish + "\" not in " + ALLOWED);
        }
        return wish.equals(CANCEL) ? Optional.of(this::cancel) : Optional.empty();
    }

    private void cancel(RunId run) {
        CancelRun.Outcome ignored = hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, run));
    }
}
