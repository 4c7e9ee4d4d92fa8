package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.memory.MemoryToolCache;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When the result of an earlier call is used again. */
final class CachedResultTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final MemoryToolCache cache =
            new MemoryToolCache(new MemoryToolCache.Options(2, Duration.ofMinutes(1)), now::get);

    private List<RunEvent.ToolReturned> results(TestTool tool, String... arguments) {
        var script = ScriptedLanguageModel.script();
        for (String argument : arguments) {
            script.calls("probe", argument);
        }
        try (var workshop = new Workshop(script.answers("Done.").build(), Sessions.Options.defaults(), cache, tool)) {
            Session session = workshop.begin("What does it say?");
            assertThat(workshop.work(session).isOver()).isTrue();
            return workshop.log(session.run.id()).stream()
                    .map(RecordedEvent::event)
                    .filter(RunEvent.ToolReturned.class::isInstance)
                    .map(RunEvent.ToolReturned.class::cast)
                    .toList();
        }
    }

    @Test
    void aToolWithoutEffectsIsNotCalledAgainWithTheSameArguments() {
        TestTool tool = TestTool.echo("probe", Effects.PURE, false);
        var results = results(tool, "{\"text\":\"a\"}", "{ \"text\" : \"a\" }", "{\"text\":\"b\"}");
        assertThat(tool.calls).containsExactly("a", "b");
        assertThat(results).extracting(RunEvent.ToolReturned::cached).containsExactly(false, true, false);
        assertThat(results.get(1).result()).isEqualTo(results.get(0).result());
        assertThat(results(tool, "{\"text\":\"a\"}").getFirst().cached()).isTrue();
    }

    @Test
    void aToolThatReadsOrChangesTheWorldIsCalledEachTime() {
        for (Effects effects : List.of(Effects.READS, Effects.IDEMPOTENT, Effects.ONCE)) {
            TestTool tool = TestTool.echo("probe", effects, false);
            assertThat(results(tool, "{\"text\":\"a\"}", "{ \"text\":\"a\"}")).noneMatch(RunEvent.ToolReturned::cached);
            assertThat(tool.calls).hasSize(2);
        }
    }

    @Test
    void aFailureIsNotKept() {
        var tool = new TestTool("probe", Effects.PURE, false, (arguments, context) -> new ToolResult.Failed("no luck"));
        assertThat(results(tool, "{\"text\":\"a\"}", "{ \"text\":\"a\"}")).noneMatch(RunEvent.ToolReturned::cached);
        assertThat(tool.calls).hasSize(2);
    }

    @Test
    void aResultThatWasCutIsNotKept() {
        var tool = new TestTool(
                "probe",
                Effects.PURE,
                false,
                (arguments, context) -> new ToolResult.Succeeded(
                        Value.fields().put("long", "x".repeat(200_000)).build()));
        assertThat(results(tool, "{\"text\":\"a\"}", "{ \"text\":\"a\"}"))
                .allMatch(result -> result.truncated() && !result.cached());
    }

    @Test
    void theCacheKeepsTheNewestForAWhile() {
        Value.Fields one = Value.fields().put("n", 1).build();
        List.of("a", "b", "c").forEach(key -> cache.keep(key, one));
        assertThat(cache.find("a")).isEmpty();
        assertThat(cache.find("b")).contains(one);
        now.set(Instant.EPOCH.plusSeconds(60));
        assertThat(cache.find("b")).isEmpty();
    }
}
