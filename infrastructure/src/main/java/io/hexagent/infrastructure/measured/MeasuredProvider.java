package io.hexagent.infrastructure.measured;

import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A provider whose models tell how long each reply took, how it ended and what it used. Safe for use by many threads.
 */
public final class MeasuredProvider implements LanguageProvider {
    private final LanguageProvider provider;
    private final Telemetry telemetry;

    public MeasuredProvider(LanguageProvider provider, Telemetry telemetry) {
        this.provider = provider;
        this.telemetry = telemetry;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public String defaultModel() {
        return provider.defaultModel();
    }

    @Override
    public List<String> models() {
        return provider.models();
    }

    @Override
    public boolean takesOtherModels() {
        return provider.takesOtherModels();
    }

    @Override
    public LanguageModel model(String name) {
        return new Measured(provider.model(name), new Work.Chat(new ModelName(provider.name(), name)), telemetry);
    }

    private record Measured(LanguageModel model, Work.Chat work, Telemetry telemetry) implements LanguageModel {
        @Override
        public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
            Telemetry.Span span = telemetry.begin(work);
            Ending ending = Ending.Fault.FAILED;
            try {
                Reply reply = model.reply(prompt, deltas);
                ending = new Ending.Done(reply.usage());
                telemetry.count(new Count.TokensUsed(
                        Count.Direction.INPUT, reply.usage().input()));
                telemetry.count(new Count.TokensUsed(
                        Count.Direction.OUTPUT, reply.usage().output()));
                return reply;
            } catch (LanguageModelException problem) {
                ending = new Ending.ModelFailed(problem.code());
                throw problem;
            } catch (CancellationException stopped) {
                ending = Ending.Fault.CANCELLED;
                throw stopped;
            } finally {
                span.end(ending);
            }
        }
    }
}
