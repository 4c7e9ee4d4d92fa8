package io.hexagent.infrastructure.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.hexagent.domain.value.Clean;
import java.io.IOException;
import java.util.Map;

/** A loaded model and its tokenizer. Safe for use by many threads, each with a predictor of its own, until closed. */
final class TextEncoder implements AutoCloseable {
    /** No sensible text has more characters than this for each token: what lies beyond is not even tokenized. */
    private static final int CHARACTERS_PER_TOKEN = 64;

    private final HuggingFaceTokenizer tokenizer;
    private final Model model;
    private final MeanPooling pooling;
    private final int maxTokens;
    private final int dimension;

    private TextEncoder(HuggingFaceTokenizer tokenizer, Model model, ModelFiles files, int maxTokens) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.pooling = load(model, files);
        this.maxTokens = maxTokens;
        this.dimension = probe(files);
    }

    /** @throws UnusableModel when the files are no tokenizer and no text encoder; the message names which, and why */
    static TextEncoder open(Engine engine, ModelFiles files, int maxTokens) {
        HuggingFaceTokenizer tokenizer = tokenizer(files, maxTokens);
        Model model = engine.newModel("embedding", Device.cpu());
        try {
            return new TextEncoder(tokenizer, model, files, maxTokens);
        } catch (RuntimeException e) {
            model.close();
            tokenizer.close();
            throw e;
        }
    }

    private static HuggingFaceTokenizer tokenizer(ModelFiles files, int maxTokens) {
        try {
            return HuggingFaceTokenizer.builder()
                    .optTokenizerPath(files.tokenizer())
                    .optMaxLength(maxTokens)
                    .optTruncation(true)
                    .optPadding(false)
                    .build();
        } catch (IOException | RuntimeException e) {
            throw new UnusableModel(
                    files.tokenizer() + " is no tokenizer; expected a tokenizer.json as Hugging Face writes it", e);
        }
    }

    private static MeanPooling load(Model model, ModelFiles files) {
        try (var session = new SessionOptions()) {
            // One thread for each call into the runtime: many calls side by side use the cores better than each alone.
            session.setIntraOpNumThreads(1);
            session.setInterOpNumThreads(1);
            // Weights outside the arena, which doubles when it grows: 40 MB less for the bundled model.
            session.addConfigEntry("session.use_device_allocator_for_initializers", "1");
            model.load(files.model(), null, Map.of("sessionOptions", session));
        } catch (IOException | MalformedModelException | OrtException | RuntimeException e) {
            throw new UnusableModel(files.model() + " is no model that ONNX Runtime can load", e);
        }
        try {
            return new MeanPooling(model.describeInput().keys());
        } catch (IllegalArgumentException e) {
            throw new UnusableModel(files.model() + " is no text encoder: " + e.getMessage(), e);
        }
    }

    /** Runs the model once: its output says how many components a vector has. */
    private int probe(ModelFiles files) {
        try (Predictor<Tokens, float[]> predictor = newPredictor()) {
            return predictor.predict(tokens("probe")).length;
        } catch (TranslateException e) {
            throw new UnusableModel(files.model() + " is no text encoder: " + e.getMessage(), e);
        }
    }

    Predictor<Tokens, float[]> newPredictor() {
        return model.newPredictor(pooling);
    }

    /** Components of a vector. */
    int dimension() {
        return dimension;
    }

    Tokens tokens(String text) {
        String clean = Clean.text(text);
        int most = maxTokens * CHARACTERS_PER_TOKEN;
        boolean cut = clean.length() > most;
        if (cut) {
            clean = Clean.text(clean.substring(0, most));
        }
        Encoding encoding = tokenizer.encode(clean);
        return new Tokens(encoding.getIds(), cut || encoding.exceedMaxLength());
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
