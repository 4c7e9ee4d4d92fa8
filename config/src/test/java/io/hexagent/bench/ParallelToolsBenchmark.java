package io.hexagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolMethod;
import io.hexagent.domain.tool.ToolMethods;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a turn takes that calls three tools of 200 ms at once, from the model's calls to the model being asked again
 * with their results, and where the time beyond 200 ms goes. {@code ./mvnw verify -Pbench -pl config -am
 * -Dtest=ParallelToolsBenchmark -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
public class ParallelToolsBenchmark {
    private static final double TARGET_MILLIS = 250;
    private static final int WARM_UP = 10;
    private static final int TURNS = 50;
    private static final int CALLS = 3;

    private record Slept(long begin, long end) {}

    /**
     * Milliseconds.
     *
     * @param before from the model's reply to the beginning of the first tool
     * @param apart from the beginning of the first tool to that of the last
     * @param longest of the tools themselves
     * @param after from the end of the last tool to the model being asked again
     */
    private record Turn(double whole, double before, double apart, double longest, double after) {}

    /** Takes 200 ms. */
    public static final class Sleeping {
        private final Queue<Slept> slept = new ConcurrentLinkedQueue<>();

        @ToolMethod("Sleeps for 200 ms")
        public String sleep(String name) throws InterruptedException {
            long begin = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(200);
            slept.add(new Slept(begin, System.nanoTime()));
            return name;
        }
    }

    /** Calls the tool three times at once, then answers. */
    private static final class Caller {
        private volatile long replied;
        private volatile long asked;

        LanguageModel model() {
            return (prompt, deltas) -> {
                if (prompt.messages().getLast() instanceof Message.Tool) {
                    asked = System.nanoTime();
                    return Reply.Answer.answered("Done.", TokenUsage.NONE);
                }
                var calls = new ArrayList<ToolCall>();
                for (int i = 0; i < CALLS; i++) {
                    calls.add(new ToolCall(
                            new CallId("call_" + i), new ToolName("sleep"), "{\"name\":\"call " + i + "\"}"));
                }
                replied = System.nanoTime();
                return new Reply.ToolCalls("", calls, TokenUsage.NONE);
            };
        }
    }

    @Test
    void threeToolsOf200MillisecondsInMemoryAndInPostgres(@TempDir Path home) {
        assertThat(measured("in memory", Map.of("storage.kind", "memory", "home", home.toString())))
                .isLessThanOrEqualTo(TARGET_MILLIS);
        assertThat(measured("in Postgres", Map.of("home", home.toString()))).isLessThanOrEqualTo(TARGET_MILLIS);
    }

    /** @return the median of whole turns, in milliseconds */
    private static double measured(String where, Map<String, String> settings) {
        var sleeping = new Sleeping();
        var caller = new Caller();
        List<Tool> tools = ToolMethods.of(sleeping);
        try (var hexagent = Hexagent.builder(Settings.of(settings))
                .provider(ScriptedProvider.of("caller", "caller", caller.model()))
                .tool(tools.getFirst())
                .open()) {
            var turns = new ArrayList<Turn>();
            for (int i = 0; i < WARM_UP + TURNS; i++) {
                sleeping.slept.clear();
                assertThat(hexagent.answerChat().handle(new AnswerChat.Command("Sleep.")))
                        .isInstanceOf(AnswerChat.Outcome.Ended.class);
                if (i >= WARM_UP) {
                    turns.add(turn(caller, List.copyOf(sleeping.slept)));
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "three tools of 200 ms in one turn, %s, p50 / p90 of %d turns: whole %s ms; to the first tool %s,"
                            + " to the last one %s later, the longest tool %s, to the model again %s%n",
                    where,
                    TURNS,
                    told(turns, Turn::whole),
                    told(turns, Turn::before),
                    told(turns, Turn::apart),
                    told(turns, Turn::longest),
                    told(turns, Turn::after));
            return at(turns, Turn::whole, 0.5);
        }
    }

    private static Turn turn(Caller caller, List<Slept> slept) {
        assertThat(slept).hasSize(CALLS);
        LongSummaryStatistics begins = slept.stream().mapToLong(Slept::begin).summaryStatistics();
        LongSummaryStatistics ends = slept.stream().mapToLong(Slept::end).summaryStatistics();
        return new Turn(
                millis(caller.asked - caller.replied),
                millis(begins.getMin() - caller.replied),
                millis(begins.getMax() - begins.getMin()),
                millis(slept.stream()
                        .mapToLong(one -> one.end() - one.begin())
                        .max()
                        .orElseThrow()),
                millis(caller.asked - ends.getMax()));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static String told(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return String.format(Locale.ROOT, "%.1f / %.1f", at(turns, figure, 0.5), at(turns, figure, 0.9));
    }

    private static double at(List<Turn> turns, ToDoubleFunction<Turn> figure, double quantile) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, Math.round(quantile * (sorted.length - 1)))];
    }
}
