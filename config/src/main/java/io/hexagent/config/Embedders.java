package io.hexagent.config;

import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedding model's options from the settings. */
final class Embedders {
    private Embedders() {}

    static MiniLmEmbeddingModel.Options options(Settings settings) {
        var defaults = MiniLmEmbeddingModel.Options.defaults(settings.home().resolve("models"));
        int threads = settings.embedding().threads();
        return new MiniLmEmbeddingModel.Options(
                settings.embedding().modelPath(),
                defaults.cacheDirectory(),
                threads == 0 ? defaults.threads() : threads,
                defaults.maxTokens(),
                defaults.batchTokens());
    }

    /** @throws InvalidSetting when the settings name a directory without a model */
    static void check(Settings settings) {
        settings.embedding().modelPath().ifPresent(directory -> {
            for (String name : new String[] {"model.onnx", "tokenizer.json"}) {
                Path file = directory.resolve(name);
                if (!Files.isReadable(file)) {
                    throw new InvalidSetting("setting embedding.model-path (EMBEDDING_MODEL_PATH): there is no file "
                            + file + "; the directory must hold model.onnx and tokenizer.json");
                }
            }
        });
    }
}
