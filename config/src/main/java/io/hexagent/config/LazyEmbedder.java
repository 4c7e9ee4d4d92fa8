package io.hexagent.config;

import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The embedding model, loaded when it is first needed: a question that needs no vectors does not wait for it. */
final class LazyEmbedder implements Embedder, AutoCloseable {
    private final Supplier<MiniLmEmbeddingModel> opening;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable MiniLmEmbeddingModel model;
    private boolean closed;

    LazyEmbedder(Supplier<MiniLmEmbeddingModel> opening) {
        this.opening = opening;
    }

    /** Loads the model now. */
    MiniLmEmbeddingModel load() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the embedding model is closed");
            }
            MiniLmEmbeddingModel loaded = model;
            if (loaded == null) {
                loaded = opening.get();
                model = loaded;
            }
            return loaded;
        } finally {
            lock.unlock();
        }
    }

    boolean isLoaded() {
        lock.lock();
        try {
            return model != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String model() {
        return load().model();
    }

    @Override
    public int dimension() {
        return load().dimension();
    }

    @Override
    public int maxTokens() {
        return load().maxTokens();
    }

    @Override
    public List<Integer> tokens(List<String> texts) {
        return load().tokens(texts);
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        return load().embed(texts);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (model != null) {
                model.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
