package io.hexagent.infrastructure.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MicrometerTelemetryTest {
    private static Work.Chat chat(String model) {
        return new Work.Chat(new ModelName("openai", model));
    }

    @Test
    void whatIsCountedHasTheDocumentedNamesFromTheStart() {
        try (var telemetry = new MicrometerTelemetry()) {
            assertThat(telemetry.text())
                    .contains("# TYPE hexagent_runs_total counter")
                    .contains("hexagent_runs_total{state=\"completed\"} 0.0")
                    .contains("hexagent_runs_total{state=\"failed\"} 0.0")
                    .contains("hexagent_runs_total{state=\"cancelled\"} 0.0")
                    .contains("hexagent_steps_total{type=\"tool-call\"} 0.0")
                    .contains("hexagent_tokens_total{direction=\"input\"} 0.0")
                    .contains("hexagent_retries_total 0.0")
                    .contains("jvm_memory_used_bytes")
                    .contains("process_cpu_usage");
        }
    }

    @Test
    void countsAndTimesAreShown() {
        try (var telemetry = new MicrometerTelemetry()) {
            telemetry.count(new Count.RunEnded(RunStatus.COMPLETED));
            telemetry.count(new Count.StepTaken(EventType.TOOL_CALL));
            telemetry.count(new Count.TokensUsed(Count.Direction.OUTPUT, 42));
            telemetry.count(new Count.RunRetried());
            telemetry.begin(chat("gpt-x")).end(Ending.OK);
            telemetry.begin(chat("gpt-x")).end(new Ending.ModelFailed(LanguageModelException.Code.TIMEOUT));
            telemetry
                    .begin(new Work.ExecuteTool(new ToolName("aggregate"), new CallId("1")))
                    .end(Ending.Fault.FAILED);
            telemetry
                    .begin(new Work.InvokeAgent(
                            new RunId("r"),
                            new ConversationId("c"),
                            new AgentName("a"),
                            new ModelName("openai", "gpt-x"),
                            1))
                    .end(new Ending.Left(RunStatus.AWAITING_INPUT));
            assertThat(telemetry.text())
                    .contains("hexagent_runs_total{state=\"completed\"} 1.0")
                    .contains("hexagent_steps_total{type=\"tool-call\"} 1.0")
                    .contains("hexagent_tokens_total{direction=\"output\"} 42.0")
                    .contains("hexagent_retries_total 1.0")
                    .contains("hexagent_model_seconds_count{model=\"gpt-x\",outcome=\"ok\",provider=\"openai\"} 1")
                    .contains("hexagent_model_seconds_count{model=\"gpt-x\",outcome=\"timeout\",provider=\"openai\"} 1")
                    .contains("hexagent_tool_seconds_count{ok=\"false\",tool=\"aggregate\"} 1")
                    .contains("hexagent_tool_seconds_bucket{ok=\"false\",tool=\"aggregate\",le=\"60.0\"} 1")
                    .contains("hexagent_attempt_seconds_count{outcome=\"awaiting_input\"} 1");
        }
    }

    @Test
    void aReadingThatNobodyElseKeepsIsStillRead() {
        try (var telemetry = new MicrometerTelemetry()) {
            var commits = new AtomicInteger(7);
            telemetry.watch(Gauge.Total.LOG_COMMITS, commits::get);
            telemetry.watch(Gauge.Level.STREAMS_OPEN, commits::get);
            System.gc();
            assertThat(telemetry.text())
                    .contains("hexagent_log_commits_total 7.0")
                    .contains("hexagent_streams_open 7.0");
        }
    }

    @Test
    void gaugesAreReadWhenSomebodyLooks() {
        try (var telemetry = new MicrometerTelemetry()) {
            var open = new AtomicInteger(3);
            telemetry.watch(Gauge.Level.STREAMS_OPEN, () -> 99);
            telemetry.watch(Gauge.Level.STREAMS_OPEN, open::get);
            telemetry.watch(Gauge.Level.QUEUE_DEPTH, () -> 7);
            telemetry.watch(Gauge.Level.QUEUE_WAIT, () -> 1.5);
            telemetry.watch(Gauge.Total.CLIENTS_GONE, () -> 2);
            telemetry.watch(new Gauge.Pool(Gauge.Owner.POSTGRES, Gauge.Use.ACTIVE), () -> 4);
            telemetry.watch(new Gauge.Pool(Gauge.Owner.HTTP, Gauge.Use.WAITING), () -> 1);
            open.set(5);
            assertThat(telemetry.text())
                    .contains("hexagent_streams_open 5.0")
                    .contains("hexagent_queue_depth 7.0")
                    .contains("hexagent_queue_wait_seconds 1.5")
                    .contains("hexagent_client_gone_total 2.0")
                    .contains("hexagent_pool_connections{pool=\"postgres\",state=\"active\"} 4.0")
                    .contains("hexagent_pool_connections{pool=\"http\",state=\"waiting\"} 1.0");
        }
    }

    @Test
    void namesThatClientsChooseCannotFillTheMemory() {
        try (var telemetry = new MicrometerTelemetry()) {
            for (int i = 0; i < 10 * MicrometerTelemetry.MOST_NAMES; i++) {
                telemetry.begin(chat("model-" + i)).end(Ending.OK);
            }
            assertThat(telemetry
                            .text()
                            .lines()
                            .filter(line -> line.startsWith("hexagent_model_seconds_count"))
                            .count())
                    .isEqualTo(MicrometerTelemetry.MOST_NAMES + 1);
            assertThat(telemetry.text())
                    .contains("hexagent_model_seconds_count{model=\"other\",outcome=\"ok\",provider=\"other\"} 1800");
        }
    }
}
