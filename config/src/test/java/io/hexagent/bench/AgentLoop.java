package io.hexagent.bench;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The same loop through the library: in memory, or recorded in the embedded Postgres. */
public final class AgentLoop {
    private AgentLoop() {}

    /** Arguments as {@link Measured#print}, then {@code memory} or {@code postgres} and the data directory. */
    public static void main(String[] arguments) throws IOException {
        var settings = Settings.of(Map.of(
                "home",
                arguments[6],
                "storage.kind",
                arguments[5],
                "provider",
                "openai",
                "llm.openai.base-url",
                "http://127.0.0.1:" + arguments[0] + "/v1",
                "llm.openai.model",
                "stub-" + arguments[1],
                "agent.max-turns",
                "100",
                "agent.max-tool-calls",
                "100",
                "tools.disabled",
                OTHER_TOOLS));
        try (var hexagent = Hexagent.open(settings)) {
            if (arguments[5].equals("postgres")) {
                var server = ServerCpu.under(Path.of(arguments[6]));
                Measured.print(arguments, server::nanos, i -> run(hexagent));
            } else {
                Measured.print(arguments, i -> run(hexagent));
            }
        }
    }

    /** The floor offers the model one tool, so this loop does too: the size of a request is not what is compared. */
    static final String OTHER_TOOLS =
            "aggregate,ask_user,calculate_statistics,clean_dataset,compare_groups,connect_brokerage,"
                    + "correlate,create_chart,describe_dataset,distribution,fetch_url,financial_calc,"
                    + "find_outliers,get_orders,get_portfolio,get_positions,insider_trades,missing_values,"
                    + "price_history,run_backtest,select_rows,social_trends,trend,web_search";

    private static void run(Hexagent hexagent) {
        var outcome = hexagent.answerChat().handle(new AnswerChat.Command("What is 5 + 10, then multiply by 3?"));
        if (!(outcome instanceof AnswerChat.Outcome.Ended ended)
                || !ended.report().answer().orElse("").contains("45")) {
            throw new IllegalStateException("unexpected outcome " + outcome);
        }
    }
}
