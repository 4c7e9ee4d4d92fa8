package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.ListRuns;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunReport;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.measured.MeasuredStore;
import io.hexagent.infrastructure.postgres.PostgresStore;
import io.hexagent.infrastructure.postgres.WriterStats;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.infrastructure.store.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wired program on its embedded Postgres. */
class RecordedRunTest {
    private static final String QUESTION = "What is 5 + 10, then multiply by 3?";

    @TempDir
    static Path home;

    private static ScriptedLanguageModel threeCallsOverAndOver() {
        return ScriptedLanguageModel.script()
                .calls("calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}")
                .calls("calculator", "{\"operation\":\"multiply\",\"x\":15,\"y\":3}")
                .answers("The result is 45.")
                .overAndOver()
                .build();
    }

    private static Hexagent open(ScriptedLanguageModel model) {
        return builder(model, Map.of()).open();
    }

    private static HexagentBuilder builder(ScriptedLanguageModel model, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("home", home.toString());
        return Hexagent.builder(Settings.of(all)).provider(ScriptedProvider.of(model));
    }

    @Test
    void aRunOfThreeModelCallsWaitsFourTimesAndCommitsFourTimes() {
        var model = threeCallsOverAndOver();
        // However long a busy machine takes between two events, only a fence makes them go out.
        try (var hexagent = builder(model, Map.of("storage.linger", "1m")).open()) {
            chat(hexagent);
            for (int i = 0; i < 4; i++) {
                WriterStats before = stats(hexagent);
                RunReport report = chat(hexagent);
                WriterStats after = stats(hexagent);
                assertThat(report.steps()).hasSize(8);
                assertThat(after.events() - before.events()).as("events").isEqualTo(10);
                assertThat(after.commits() - before.commits()).as("commits").isEqualTo(4);
                assertThat(after.roundTrips() - before.roundTrips())
                        .as("round trips")
                        .isEqualTo(4);
            }
            assertThat(model.prompts()).hasSize(3 * 5);
        }
    }

    @Test
    void runsAndTheirDataSurviveARestart() {
        RunId id;
        try (var hexagent = open(threeCallsOverAndOver())) {
            id = chat(hexagent).run().id();
            hexagent.runAnalysis()
                    .handle(new RunAnalysis.Command("How many?", DataInput.csv("birds.csv", "species\nAdelie\n"))
                            .withModel("offline"));
        }
        try (var hexagent = open(threeCallsOverAndOver())) {
            var found = (InspectRun.Outcome.Found) hexagent.inspectRun().handle(new InspectRun.Command(id));
            assertThat(found.report().steps()).hasSize(8);
            assertThat(found.report().steps().getLast())
                    .isInstanceOfSatisfying(
                            Step.Response.class,
                            last -> assertThat(last.content()).isEqualTo("The result is 45."));
            var byPrefix = hexagent.inspectRun()
                    .handle(new InspectRun.Command(new RunId(id.value().substring(0, 8))));
            assertThat(byPrefix).isEqualTo(found);
            assertThat(hexagent.listRuns().handle(new ListRuns.Command(200)).runs())
                    .extracting(run -> run.id())
                    .contains(id);
            assertThat(hexagent.deleteRun().handle(new DeleteRun.Command(id))).isEqualTo(Runs.Deletion.DELETED);
            assertThat(hexagent.inspectRun().handle(new InspectRun.Command(id)))
                    .isInstanceOf(InspectRun.Outcome.Unknown.class);
            assertThat(hexagent.deleteRun().handle(new DeleteRun.Command(id))).isEqualTo(Runs.Deletion.UNKNOWN);
        }
    }

    @Test
    void theCheckpointRidesWithTheLogAndNeverLeadsIt() {
        var seen = new AtomicReference<Optional<Checkpoint>>(Optional.empty());
        var store = new AtomicReference<PostgresStore>();
        var looking = new ProbeTool("looking", (arguments, context) -> {
            if (arguments.text("text").orElse("").equals("third")) {
                seen.set(store.get().checkpoints().find(context.run()));
            }
            return new ToolResult.Succeeded(Value.fields().put("seen", true).build());
        });
        var model = ScriptedLanguageModel.script()
                .calls("looking", "{\"text\":\"first\"}")
                .calls("looking", "{\"text\":\"second\"}")
                .calls("looking", "{\"text\":\"third\"}")
                .answers("Done.")
                .build();
        try (var hexagent =
                builder(model, Map.of("storage.linger", "1m")).tool(looking).open()) {
            store.set(postgres(hexagent));
            RunReport report = chat(hexagent);
            assertThat(seen.get()).hasValueSatisfying(checkpoint -> {
                assertThat(checkpoint.next()).isEqualTo("ask_model");
                // The one of the second turn rides with the third call, which nobody waits for and which lingers.
                assertThat(checkpoint.uptoSeq()).isEqualTo(5);
                assertThat(checkpoint.state()).contains("\"turns\":1");
            });
            assertThat(store.get().checkpoints().find(report.run().id())).isEmpty();
        }
    }

    @Test
    void twoProgramsShareTheDataDirectory() {
        try (var serve = open(threeCallsOverAndOver());
                var analyze = open(threeCallsOverAndOver())) {
            RunId id = chat(analyze).run().id();
            assertThat(serve.inspectRun().handle(new InspectRun.Command(id)))
                    .isInstanceOf(InspectRun.Outcome.Found.class);
            assertThat(serve.health().isUp()).isTrue();
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamed() {
        var settings = Settings.of(Map.of(
                "home", home.toString(),
                "storage.connect-timeout", "500ms",
                "storage.database-url", "postgres://user:canary@127.0.0.1:1/none"));
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> Hexagent.open(settings))
                .withMessageContaining("127.0.0.1:1")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("canary"));
    }

    private static RunReport chat(Hexagent hexagent) {
        var outcome = hexagent.answerChat().handle(new AnswerChat.Command(QUESTION));
        assertThat(outcome).isInstanceOf(AnswerChat.Outcome.Ended.class);
        return ((AnswerChat.Outcome.Ended) outcome).report();
    }

    private static WriterStats stats(Hexagent hexagent) {
        var store = postgres(hexagent);
        return store.runEvents().stats();
    }

    @Test
    void metricsTellOfThePoolAndTheLogsWriter() {
        try (var hexagent = open(threeCallsOverAndOver())) {
            chat(hexagent);
            assertThat(hexagent.metrics().orElseThrow())
                    .contains("hexagent_pool_connections{pool=\"postgres\",state=\"most\"} 8.0")
                    .contains("hexagent_pool_connections{pool=\"postgres\",state=\"active\"} 0.0")
                    .containsPattern("hexagent_log_commits_total [1-9]")
                    .contains("hexagent_queue_depth 0.0")
                    .contains("hexagent_queue_wait_seconds 0.0")
                    .contains("hexagent_runs_total{state=\"completed\"} 1.0");
        }
    }

    private static PostgresStore postgres(Hexagent hexagent) {
        return (PostgresStore) ((MeasuredStore) hexagent.bean(Store.class)).measured();
    }
}
