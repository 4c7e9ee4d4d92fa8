package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's model through LangChain4j. It streams when somebody listens, and asks for the whole reply at once when
 * nobody does, which costs less. Safe for use by many threads.
 */
final class VendorModel implements LanguageModel {
    private final Function<Prompt, ChatRequest> requests;
    private final Function<ChatRequest, ChatResponse> whole;
    private final BiConsumer<ChatRequest, StreamingChatResponseHandler> streaming;
    private final Replies replies;
    private final Failures failures;

    VendorModel(
            Function<Prompt, ChatRequest> requests,
            Function<ChatRequest, ChatResponse> whole,
            BiConsumer<ChatRequest, StreamingChatResponseHandler> streaming,
            Replies replies,
            Failures failures) {
        this.requests = requests;
        this.whole = whole;
        this.streaming = streaming;
        this.replies = replies;
        this.failures = failures;
    }

    @Override
    public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        ChatRequest request = requests.apply(prompt);
        if (deltas.equals(SILENT)) {
            return replies.of(ask(request, prompt), prompt, false);
        }
        var listener = new Listener(deltas);
        try {
            streaming.accept(request, listener);
        } catch (RuntimeException e) {
            listener.rethrow();
            throw failures.of(e, prompt);
        }
        return replies.of(listener.response(prompt), prompt, true);
    }

    private ChatResponse ask(ChatRequest request, Prompt prompt) {
        try {
            return whole.apply(request);
        } catch (RuntimeException e) {
            throw failures.of(e, prompt);
        }
    }

    /** Collects one streamed response; all of it happens on the thread that asked. */
    private final class Listener implements StreamingChatResponseHandler {
        private final Consumer<Delta> deltas;
        private @Nullable ChatResponse response;
        private @Nullable Throwable error;
        private @Nullable RuntimeException thrownByDeltas;

        Listener(Consumer<Delta> deltas) {
            this.deltas = deltas;
        }

        /** What the consumer throws must end the call; LangChain4j would log it and go on. */
        @Override
        public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
            try {
                deltas.accept(new Delta.Text(part.text()));
            } catch (RuntimeException e) {
                thrownByDeltas = e;
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response = complete;
        }

        @Override
        public void onError(Throwable thrown) {
            if (error == null) {
                error = thrown;
            }
        }

        void rethrow() {
            if (thrownByDeltas != null) {
                throw thrownByDeltas;
            }
        }

        ChatResponse response(Prompt prompt) {
            rethrow();
            if (error != null) {
                throw failures.of(error instanceof RuntimeException e ? e : new RuntimeException(error), prompt);
            }
            if (response == null) {
                throw failures.truncated("closed the stream before the reply was whole");
            }
            return response;
        }
    }
}
