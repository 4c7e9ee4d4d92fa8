package io.hexagent.application.brokerage;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.Optional;

/** Names the page on which the user logs in at a broker. Safe for use by many threads. */
public final class ConnectBrokerageTool implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            new ToolName("connect_brokerage"),
            "1",
            "Connect a brokerage account",
            "Gives a link on which the user logs in at a broker, so that get_portfolio, get_positions and get_orders"
                    + " can read the accounts. Show the link to the user as it is; it is valid for a few minutes.",
            List.of("Connect my brokerage account", "Link my Questrade account"),
            "link",
            ToolCategory.MARKET,
            Value.fields()
                    .put("type", "object")
                    .put(
                            "properties",
                            Value.fields()
                                    .put(
                                            "broker",
                                            BrokerageTool.text(
                                                    "The broker's name in capital letters, such as QUESTRADE; the user"
                                                            + " chooses by default."))
                                    .build())
                    .put("additionalProperties", false)
                    .build(),
            ToolSpec.Effects.IDEMPOTENT,
            false);

    private final ConnectBrokerage connect;

    public ConnectBrokerageTool(ConnectBrokerage connect) {
        this.connect = connect;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        var command = new ConnectBrokerage.Command(context.principal(), arguments.text("broker"), Optional.empty());
        return switch (connect.handle(command)) {
            case ConnectBrokerage.Outcome.LogIn logIn ->
                new ToolResult.Succeeded(Value.fields()
                        .put("login_url", logIn.page().toString())
                        .put("message", "open the link, log in at the broker, then ask again")
                        .build());
            case ConnectBrokerage.Outcome.Missing missing -> new ToolResult.NeedsCredential(missing.message());
            case ConnectBrokerage.Outcome.Failed failed -> BrokerageTool.failed(failed.failure());
        };
    }
}
