package io.hexagent.application.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.Role;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolRegistryTest {
    private static final ToolName ONE = new ToolName("one");
    private static final ToolName TWO = new ToolName("two");
    private static final Agent AGENT =
            new Agent(AgentName.CHAT, "", List.of(), Optional.empty(), new Limits(1, 1, 1, Duration.ofSeconds(1), 1));

    private record Named(ToolName name) implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    name,
                    "1",
                    "Tool",
                    "Own words",
                    List.of(),
                    "Icon",
                    ToolCategory.OTHER,
                    Value.Fields.EMPTY,
                    ToolSpec.Effects.PURE,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            return new ToolResult.Succeeded(Value.Fields.EMPTY);
        }
    }

    private static final class Kept implements ToolSettings {
        final Map<OwnerId, Map<ToolName, Setting>> settings = new HashMap<>();
        int reads;
        boolean isDown;

        @Override
        public Map<ToolName, Setting> all(OwnerId owner) {
            if (isDown) {
                throw new IllegalStateException("down");
            }
            reads++;
            return Map.copyOf(settings.getOrDefault(owner, Map.of()));
        }

        @Override
        public void put(OwnerId owner, ToolName tool, Setting setting) {
            settings.computeIfAbsent(owner, key -> new HashMap<>()).put(tool, setting);
        }
    }

    private final Kept kept = new Kept();
    private Instant now = Instant.EPOCH;
    private final ToolRegistry registry =
            new ToolRegistry(List.of(new Named(ONE), new Named(TWO)), kept, Set.of(TWO), () -> now);

    @Test
    void whatIsSwitchedOffIsListedButNotOffered() {
        assertThat(registry.list(OwnerId.LOCAL))
                .extracting(ToolRegistry.Listed::enabled)
                .containsExactly(true, false);
        assertThat(registry.offered(OwnerId.LOCAL, AGENT))
                .extracting(ToolSpec::name)
                .containsExactly(ONE);
    }

    @Test
    void aChangeHoldsAtOnceForItsOwnerAlone() {
        var change = new ChangeTool(registry);
        assertThat(change.handle(
                        new ChangeTool.Command(Principal.LOCAL, ONE, Optional.of(false), Optional.of("Other words"))))
                .isInstanceOfSatisfying(ChangeTool.Outcome.Changed.class, changed -> {
                    assertThat(changed.tool().enabled()).isFalse();
                    assertThat(changed.tool().spec().description()).isEqualTo("Other words");
                });
        assertThat(registry.offered(OwnerId.LOCAL, AGENT)).isEmpty();
        assertThat(registry.offered(new OwnerId("somebody"), AGENT)).hasSize(1);
        change.handle(new ChangeTool.Command(Principal.LOCAL, ONE, Optional.of(true), Optional.of("  ")));
        assertThat(registry.offered(OwnerId.LOCAL, AGENT))
                .singleElement()
                .satisfies(spec -> assertThat(spec.description()).isEqualTo("Own words"));
    }

    @Test
    void impossibleChangesAreRefused() {
        var change = new ChangeTool(registry);
        assertThat(change.handle(new ChangeTool.Command(
                        Principal.LOCAL, new ToolName("three"), Optional.of(true), Optional.empty())))
                .isInstanceOf(ChangeTool.Outcome.Unknown.class);
        assertThat(change.handle(new ChangeTool.Command(Principal.LOCAL, TWO, Optional.of(true), Optional.empty())))
                .isInstanceOfSatisfying(
                        ChangeTool.Outcome.Refused.class,
                        refused -> assertThat(refused.message()).contains("tools.disabled"));
        assertThat(change.handle(
                        new ChangeTool.Command(Principal.LOCAL, ONE, Optional.empty(), Optional.of("x".repeat(4001)))))
                .isInstanceOf(ChangeTool.Outcome.Refused.class);
    }

    @Test
    void settingsAreReadOnceASecondAndUnchangedSpecsKeepTheirInstance() {
        ToolSpec first = registry.offered(OwnerId.LOCAL, AGENT).getFirst();
        registry.offered(OwnerId.LOCAL, AGENT);
        assertThat(kept.reads).isEqualTo(1);
        now = now.plus(ToolRegistry.SETTINGS_AGE);
        assertThat(registry.offered(OwnerId.LOCAL, AGENT).getFirst()).isSameAs(first);
        assertThat(kept.reads).isEqualTo(2);
    }

    @Test
    void aChangeOfAnotherProcessHoldsAsSoonAsItIsSignalled() {
        assertThat(registry.isEnabled(OwnerId.LOCAL, ONE)).isTrue();
        kept.put(OwnerId.LOCAL, ONE, new ToolSettings.Setting(false, Optional.empty()));
        assertThat(registry.isEnabled(OwnerId.LOCAL, ONE)).isTrue();
        registry.forget(OwnerId.LOCAL);
        assertThat(registry.isEnabled(OwnerId.LOCAL, ONE)).isFalse();
        assertThat(registry.offered(OwnerId.LOCAL, AGENT)).isEmpty();
    }

    @Test
    void whatWasKnownHoldsWhileTheStoreDoesNotAnswer() {
        assertThat(registry.isEnabled(OwnerId.LOCAL, ONE)).isTrue();
        kept.isDown = true;
        now = now.plus(ToolRegistry.SETTINGS_AGE);
        assertThat(registry.isEnabled(OwnerId.LOCAL, ONE)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> registry.isEnabled(new OwnerId("new"), ONE));
    }

    @Test
    void toolsThatWaitForEachOtherAreRefused() {
        var one = new Behind(ONE, TWO);
        var two = new Behind(TWO, ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToolRegistry(List.of(one, two), kept, Set.of(), () -> now))
                .withMessageContaining("circle")
                .withMessageContaining("one")
                .withMessageContaining("two");
    }

    private record Behind(ToolName name, ToolName first) implements Tool {
        @Override
        public ToolSpec spec() {
            return new Named(name).spec().after(Set.of(first));
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            return new ToolResult.Succeeded(Value.Fields.EMPTY);
        }
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToolRegistry(List.of(new Named(ONE), new Named(ONE)), kept, Set.of(), () -> now))
                .withMessageContaining("\"one\"");
        assertThat(new Principal(OwnerId.LOCAL, Set.of(Role.VIEWER)).roles()).containsExactly(Role.VIEWER);
    }
}
