package io.hexagent.presentation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.config.HexagentBuilder;
import io.hexagent.config.InvalidSetting;
import io.hexagent.config.Settings;
import io.hexagent.config.StartFailure;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Desk desk = new Desk();

    @TempDir
    Path home;

    private Path csv = Path.of("unset");
    private int columns = 100;

    @BeforeEach
    void aFile() throws IOException {
        csv = Files.writeString(home.resolve("prices.csv"), Desk.CSV);
    }

    @Test
    void anAnswerIsASentenceATableThePlanAndTheRunAndExitsWith0() {
        assertThat(run("analyze", csv.toString(), "What is the average price by region?"))
                .isZero();
        assertThat(out())
                .contains("Here it is.")
                .containsPattern("region +mean of price")
                .containsPattern("north +1\\.5")
                .containsPattern("south +4\\.0")
                .contains("Plan:\n  1. Look")
                .contains("Assumptions:\n  • All rows count.")
                .contains("Answered by: desk (words)")
                .containsPattern("Run: \\w+");
        assertThat(err()).isEmpty();
    }

    @Test
    void documentsAreAddedListedSearchedAndRefusedWithTheReason() throws IOException {
        Path notes = Files.writeString(home.resolve("notes.md"), "The warranty is two years.");
        assertThat(run("documents", "add", "--json", notes.toString())).isZero();
        assertThat(json(out()).items("documents").toString()).contains("notes.md", "text/markdown");
        assertThat(run("documents", "add", notes.toString())).isZero();
        assertThat(out()).containsPattern("Added notes\\.md, 1 passage: \\w+");
        assertThat(run("documents")).isZero();
        assertThat(out()).contains("No documents yet");
        assertThat(run("documents", "search", "warranty")).isZero();
        assertThat(out()).contains("Nothing was found.");
        Path empty = Files.writeString(home.resolve("empty.txt"), "");
        assertThat(run("documents", "add", empty.toString())).isEqualTo(2);
        assertThat(err()).contains("\"empty.txt\": the document is empty");
        assertThat(run("documents", "add", "missing.txt")).isEqualTo(2);
        assertThat(err()).contains("there is no file missing.txt");
        assertThat(run("documents", "remove", "nothing")).isEqualTo(2);
        assertThat(err()).contains("there is no document \"nothing\"");
        assertThat(run("documents", "search", "x", "--limit", "0")).isEqualTo(2);
        assertThat(run("documents", "search", " ")).isEqualTo(2);
        assertThat(err()).contains("the question is blank");
    }

    @Test
    void jsonIsOneObjectWithExactlyTheFieldsThatArePromised() {
        assertThat(run("analyze", "--json", csv.toString(), "average")).isZero();
        Value.Fields answer = json(out());
        assertThat(answer.fields().keySet())
                .containsExactly(
                        "run_id",
                        "status",
                        "outcome",
                        "provider",
                        "answer",
                        "plan",
                        "assumptions",
                        "table",
                        "artifacts",
                        "steps");
        assertThat(answer.text("status")).contains("completed");
        assertThat(answer.text("outcome")).contains("answered");
        assertThat(answer.fields("table").orElseThrow().fields().keySet())
                .containsExactly("columns", "rows", "total_rows");
        assertThat(answer.items("steps")).hasSize(5);
    }

    @Test
    void aRefusalAndAQuestionBackExitWith3AndSayWhy() {
        assertThat(run("analyze", "Who won the cup?")).isEqualTo(3);
        assertThat(out()).contains("I cannot tell.").contains("(refused)");
        assertThat(run("analyze", "which one?")).isEqualTo(3);
        assertThat(out()).contains("(asks back)");
    }

    @Test
    void aRunThatFailsExitsWith1AndSaysWhyInOneLine() {
        assertThat(run("analyze", "broken")).isEqualTo(1);
        assertThat(err()).contains("the key is not accepted").doesNotContain("Exception");
        assertThat(err().lines()).hasSize(1);
        assertThat(out())
                .startsWith("Provider: desk (words)")
                .contains("(failed)")
                .doesNotContain("Answered by");
        assertThat(run("analyze", "--json", "broken")).isEqualTo(1);
        assertThat(json(out()).text("status")).contains("failed");
        assertThat(json(out()).fields("error").orElseThrow().text("code")).contains("model_failed");
    }

    @Test
    void inputThatCannotBeUsedExitsWith2AndOneLine() throws IOException {
        Path empty = Files.createFile(home.resolve("empty.csv"));
        Path header = Files.writeString(home.resolve("header.csv"), "a,b\n");
        Path binary = Files.write(home.resolve("binary.csv"), new byte[] {0, 1, 2, 3, 0, 0, 7, 0});
        refused("there is no file nowhere.csv", "analyze", "nowhere.csv", "average?");
        refused("is a directory", "analyze", home.toString(), "average?");
        refused("is empty", "analyze", empty.toString(), "average?");
        refused("\"header.csv\": the file has a header", "analyze", header.toString(), "average?");
        refused("\"binary.csv\": the file is", "analyze", csv.toString(), binary.toString(), "average?");
        refused("there is no question", "analyze", csv.toString());
        refused("the question is empty", "analyze", csv.toString(), " ");
    }

    @Test
    void aFileOverTheLimitExitsWith2() throws IOException {
        Path large = Files.writeString(home.resolve("large.csv"), "a,b\n" + "1,2\n".repeat(1000));
        int exit = run(
                given -> Desk.settings(home, "limits.dataset-bytes", "1KB"),
                desk::program,
                "analyze",
                large.toString(),
                "?");
        assertThat(exit).isEqualTo(2);
        assertThat(err()).contains("larger than the limit of 1 KB").contains("limits.dataset-bytes");
    }

    @Test
    void wrongUsageExitsWith2AndPointsToHelp() {
        refused("--help", "analyze");
        refused("Unknown option: '--colour'", "analyze", "--colour", csv.toString(), "average?");
        refused("Unmatched argument", "nonsense");
        refused("--limit 0 is not from 1 to 200", "runs", "--limit", "0");
        refused("--status \"odd\" not in [queued", "runs", "--status", "odd");
        refused("\"70000\" is not allowed", "serve", "--port", "70000");
    }

    @Test
    void anUnknownProviderOrModelExitsWith2NamingWhatThereIs() {
        refused("offline", "analyze", "--provider", "acme", csv.toString(), "average?");
        refused("OPENAI_API_KEY", "analyze", "--provider", "openai", csv.toString(), "average?");
        refused("desk/words", "analyze", "--model", "acme/one", csv.toString(), "average?");
    }

    @Test
    void unusableInputIsToldAsJsonToo() {
        assertThat(run("analyze", "--json", "nowhere.csv", "average?")).isEqualTo(2);
        Value.Fields error = json(out()).fields("error").orElseThrow();
        assertThat(error.text("code")).contains("unusable_dataset_not_found");
        assertThat(error.text("message")).contains("there is no file nowhere.csv");
    }

    @Test
    void aBadSettingExitsWith2AndAPartThatDoesNotStartWith1() {
        assertThat(run(
                        given -> {
                            throw new InvalidSetting("setting server.port: no");
                        },
                        desk::program,
                        "doctor"))
                .isEqualTo(2);
        assertThat(run(
                        given -> Desk.settings(home),
                        settings -> {
                            throw new StartFailure("the database does not answer", new IOException("secret"));
                        },
                        "runs"))
                .isEqualTo(1);
        assertThat(err()).isEqualTo("hexagent: the database does not answer\n");
    }

    @Test
    void artifactsAndTheTableAreWrittenUnderReadableNamesAndOverNothing() throws IOException {
        Path dir = home.resolve("out");
        assertThat(run("analyze", csv.toString(), "draw it", "--out", dir.toString()))
                .isZero();
        assertThat(dir.resolve("price-by-region.png")).exists();
        assertThat(dir.resolve("price-by-region.vl.json")).hasContent("{\"mark\":\"bar\"}");
        assertThat(out()).contains("price-by-region.png");
        Files.writeString(dir.resolve("table.csv"), "mine");
        assertThat(run("analyze", csv.toString(), "average", "--out", dir.toString()))
                .isZero();
        assertThat(dir.resolve("table.csv")).hasContent("mine");
        assertThat(dir.resolve("table-2.csv")).hasContent("region,mean of price\r\nnorth,1.5\r\nsouth,4\r\n");
        refused("is a file", "analyze", csv.toString(), "average", "--out", csv.toString());
    }

    @Test
    void theCommandsOfRunsAndThreadsSayWhatIsWrong() {
        refused("there is no run \"abcdef\"", "runs", "cancel", "abcdef");
        refused("there is no run \"abcdef\"", "runs", "replay", "abcdef");
        refused("there is no run \"abcdef\"", "runs", "resume", "abcdef", "--approve");
        refused("--approve", "runs", "resume", "abcdef");
        refused("mutually exclusive", "runs", "resume", "abcdef", "--approve", "--reject");
        refused("there is no conversation \"abcdef\"", "threads", "abcdef");
        refused("there is no conversation \"abcdef\"", "threads", "delete", "abcdef");
        refused("--limit 0 is not from 1 to 200", "threads", "--limit", "0");
        assertThat(run("threads")).isZero();
        assertThat(out()).contains("No conversations yet");
        assertThat(run("threads", "--json")).isZero();
        assertThat(json(out()).number("total").orElseThrow().intValue()).isZero();
        assertThat(run("runs", "cancel", "--version")).isZero();
        assertThat(out()).startsWith("hexagent ");
    }

    @Test
    void aRunIsShownReplayedAndDeletedWithItsThread() {
        String[] settings = {"storage.kind", "postgres"};
        Function<Map<String, String>, Settings> kept = given -> Desk.settings(home, settings);
        assertThat(run(kept, desk::program, "analyze", "--json", csv.toString(), "average"))
                .isZero();
        String id = json(out()).text("run_id").orElseThrow();
        assertThat(run(kept, desk::program, "runs", "replay", id.substring(0, 8)))
                .isZero();
        assertThat(out()).contains("All 5 steps are the same");
        assertThat(run(kept, desk::program, "runs", "cancel", id)).isZero();
        assertThat(out()).contains("had ended before: answered");
        assertThat(run(kept, desk::program, "runs", "resume", id, "--answer", "x"))
                .isEqualTo(2);
        assertThat(err()).contains("waits for nothing");

        assertThat(run(kept, desk::program, "analyze", "pay")).isNotZero();
        assertThat(run(kept, desk::program, "runs", "--json", "--status", "awaiting_input"))
                .isZero();
        String waiting =
                ((Value.Fields) json(out()).items("runs").getFirst()).text("id").orElseThrow();
        assertThat(run(kept, desk::program, "runs", waiting)).isZero();
        assertThat(out()).contains("Waits:").contains("--approve, --edit JSON or --reject");
        assertThat(run(kept, desk::program, "runs", "resume", waiting, "--reject"))
                .isZero();
        assertThat(out()).contains("hexagent serve");
        assertThat(run(kept, desk::program, "runs", "cancel", waiting)).isZero();
        assertThat(out()).contains("is cancelled");

        assertThat(run(kept, desk::program, "threads", "--json")).isZero();
        String thread = ((Value.Fields) json(out()).items("threads").getLast())
                .text("id")
                .orElseThrow();
        assertThat(run(kept, desk::program, "threads")).isZero();
        assertThat(out()).contains(thread).contains("average").contains("idle");
        assertThat(run(kept, desk::program, "threads", thread)).isZero();
        assertThat(out()).contains("assistant").contains("Here it is.");
        assertThat(run(kept, desk::program, "threads", "delete", thread)).isZero();
        assertThat(run(kept, desk::program, "threads", thread)).isEqualTo(2);
    }

    @Test
    void anUnknownRunExitsWith2() {
        assertThat(run("runs")).isZero();
        assertThat(out()).contains("No runs yet");
        refused("there is no run \"abcdef\"", "runs", "abcdef");
    }

    @Test
    void doctorSaysWhatIsUpAndWhereTheDataLies() {
        assertThat(run("doctor")).isZero();
        assertThat(out()).contains(home.toString()).contains("desk/words").contains("memory");
        assertThat(run("doctor", "--json")).isZero();
        assertThat(json(out()).text("status")).contains("up");
    }

    @Test
    void aTableThatIsKeptInPartSaysSo() throws IOException {
        var rows = new StringBuilder("region,price\n");
        for (int i = 0; i < 5000; i++) {
            rows.append("place ").append(i).append(",1\n");
        }
        Path many = Files.writeString(home.resolve("many.csv"), rows);
        assertThat(run("analyze", many.toString(), "average", "--out", home.toString()))
                .isZero();
        assertThat(out()).containsPattern("Table: \\S+table\\.csv \\(the first \\d+ of 5000 rows\\)");
    }

    @Test
    void aNarrowTerminalIsNoFailure() {
        columns = 20;
        assertThat(run("analyze", csv.toString(), "What is the average price by region?"))
                .isZero();
        assertThat(run("runs")).isZero();
        assertThat(run("--help")).isZero();
        assertThat(run("doctor")).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void withoutArgumentsItHelpsAndVersionIsOneLine() {
        assertThat(run()).isZero();
        assertThat(out()).contains("analyze").contains("serve").contains("Exit codes");
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("hexagent ");
    }

    @Test
    void listeningBeyondThisMachineNeedsAKey() {
        refused("HEXAGENT_API_KEY", "serve", "--host", "0.0.0.0");
    }

    @Test
    void aPortInUseIsSaidAndExitsWith1() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("serve", "--port", Integer.toString(taken.getLocalPort())))
                    .isEqualTo(1);
            assertThat(err()).contains("port " + taken.getLocalPort()).contains("in use");
        }
    }

    private void refused(String reason, String... arguments) {
        assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
        assertThat(err()).contains(reason).doesNotContain("Exception");
        assertThat(err().lines()).hasSize(1);
    }

    private int run(String... arguments) {
        return run(given -> Desk.settings(home, given), desk::program, arguments);
    }

    private int run(
            Function<Map<String, String>, Settings> settings,
            Function<Settings, HexagentBuilder> program,
            String... arguments) {
        out.reset();
        err.reset();
        var around = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                columns,
                ZoneOffset.UTC,
                settings,
                program);
        return Cli.run(around, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Value.Fields json(String text) {
        try (Hexagent hexagent = desk.open(Desk.settings(home))) {
            Json json = hexagent.json();
            return json.readFields(text.strip());
        }
    }
}
