package io.hexagent.infrastructure.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SignalTextTest {
    @Test
    void everySignalIsReadAsItWasSent() {
        var run = new RunId("run 1\n%🐧");
        List<Signal> all = List.of(
                new Signal.Begun(new OwnerId("some body"), new ConversationId("a\nb c"), run),
                new Signal.Appended(run, 7),
                new Signal.Taken(run, 3),
                new Signal.Wrote(run),
                new Signal.ToolsChanged(new OwnerId("an owner")),
                new Signal.Queued());
        var text = new SignalText(7_900);
        all.forEach(text::add);
        assertThat(text.size()).isEqualTo(6);
        List<String> texts = text.take("me");
        assertThat(texts).singleElement().extracting(SignalText::sender).isEqualTo("me");
        assertThat(SignalText.read(texts.getFirst())).containsExactlyElementsOf(all);
        assertThat(text.size()).isZero();
    }

    @Test
    void onlyTheNewestOfARunIsSent() {
        var text = new SignalText(7_900);
        var run = new RunId("r");
        text.add(new Signal.Appended(run, 9));
        text.add(new Signal.Appended(run, 4));
        text.add(new Signal.Wrote(run));
        text.add(new Signal.Wrote(run));
        assertThat(SignalText.read(text.take("me").getFirst()))
                .containsExactly(new Signal.Appended(run, 9), new Signal.Wrote(run));
    }

    @Test
    void manySignalsAreSentInTextsThatAreShortEnough() {
        var text = new SignalText(7_900);
        Set<Signal> all = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(new Signal.Appended(new RunId("run-" + i), i));
        }
        all.forEach(text::add);
        List<String> texts = text.take("somebody");
        assertThat(texts).allMatch(one -> one.length() < 8_000 && one.startsWith("somebody\n"));
        assertThat(texts.stream().flatMap(one -> SignalText.read(one).stream()))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aLineThatNobodyKnowsIsLeftOut() {
        assertThat(SignalText.read("me\nz new kind\nq\n\na 1")).containsExactly(new Signal.Queued());
    }
}
