package io.hexagent.presentation.wire;

import io.hexagent.application.brokerage.InspectBrokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.value.Value;
import java.time.Instant;

/** Brokerage accounts. */
public final class BrokerageShapes {
    private BrokerageShapes() {}

    /** {@code {configured, connected, auth_status, missing, since?, message?}}. */
    public static Value.Fields status(InspectBrokerage.Status status) {
        return Value.fields()
                .put("configured", status.configured())
                .put("connected", status.connected())
                .put(
                        "auth_status",
                        status.connected() ? "connected" : status.configured() ? "not_connected" : "not_configured")
                .put("missing", Value.texts(status.missing()))
                .put("since", status.since().map(Instant::toString))
                .put("message", status.advice())
                .build();
    }

    /** {@code {id, name, number, broker, total?, currency?}}; of the number the end is shown. */
    public static Value.Fields account(BrokerageAccount account) {
        var shown = Value.fields()
                .put("id", account.id())
                .put("name", account.name())
                .put("number", account.number())
                .put("broker", account.broker());
        account.total()
                .ifPresent(total -> shown.put("total", Value.of(total.amount())).put("currency", total.currency()));
        return shown.build();
    }
}
