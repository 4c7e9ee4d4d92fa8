package io.hexagent.infrastructure.djl;

import ai.djl.inference.Predictor;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Sentence vectors by a BERT-like encoder in this JVM: all-MiniLM-L6-v2 (384 components), or another model from a
 * directory. A vector is the mean over the text's tokens, L2-normalised; it does not depend on the other texts of a
 * call beyond the rounding of 32-bit floats (1e-6).
 *
 * <p>Texts are sorted by length and calculated in batches on a few threads of its own, one a core. Safe for use by many
 * threads; calls take turns batch by batch, so that a short call does not wait for the end of a long one. An interrupt
 * ends a call with {@link java.util.concurrent.CancellationException}. A call after {@link #close} throws
 * {@link IllegalStateException}.
 */
public final class MiniLmEmbeddingModel implements Embedder, AutoCloseable {
    /** Texts are tokenized in chunks of so many. */
    private static final int TOKENIZED_TOGETHER = 32;

    /** What BERT models put around each text. */
    private static final int ADDED_TOKENS = 2;

    private final String id;
    private final Options options;
    private final TextEncoder encoder;
    private final Workers<Predictor<Tokens, float[]>> workers;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What it needs to know.
     *
     * @param modelDirectory a directory with model.onnx and tokenizer.json that replaces the bundled model
     * @param cacheDirectory where the bundled model (90 MB) and native libraries are unpacked once
     * @param threads texts are calculated on so many threads
     * @param maxTokens the most tokens of a text that are read, 8 to 512 (the most that BERT models take)
     * @param batchTokens padded tokens of a batch: fewer waste calls, more waste the processor's caches
     */
    public record Options(
            Optional<Path> modelDirectory, Path cacheDirectory, int threads, int maxTokens, int batchTokens) {
        public Options {
            check("threads", threads, 1, 1024);
            check("maxTokens", maxTokens, 8, 512);
            check("batchTokens", batchTokens, 1, 65_536);
        }

        /** The bundled model, a thread a core, 256 tokens, batches of 384 tokens. */
        public static Options defaults(Path cacheDirectory) {
            return new Options(
                    Optional.empty(), cacheDirectory, Runtime.getRuntime().availableProcessors(), 256, 384);
        }

        public Options withModelDirectory(Path directory) {
            return new Options(Optional.of(directory), cacheDirectory, threads, maxTokens, batchTokens);
        }

        private static void check(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(name + " is " + value + ", allowed are " + least + " to " + most);
            }
        }
    }

    /**
     * Loads the model: about half a second, and some seconds the first time, when the model is unpacked.
     *
     * @throws UnusableModel when a file is missing or is no text encoder; the message names what was expected
     */
    public static MiniLmEmbeddingModel open(Options options) {
        ModelFiles files = options.modelDirectory()
                .map(ModelFiles::in)
                .orElseGet(() -> ModelFiles.bundled(options.cacheDirectory()));
        var encoder = TextEncoder.open(OnnxEngine.start(options.cacheDirectory()), files, options.maxTokens());
        return new MiniLmEmbeddingModel(files.id(), options, encoder);
    }

    private MiniLmEmbeddingModel(String id, Options options, TextEncoder encoder) {
        this.id = id;
        this.options = options;
        this.encoder = encoder;
        this.workers = new Workers<>(
                "embedding",
                IntStream.range(0, options.threads())
                        .mapToObj(i -> encoder.newPredictor())
                        .toList());
    }

    @Override
    public String model() {
        return id;
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public int maxTokens() {
        return options.maxTokens();
    }

    @Override
    public List<Embedding> embed(List<String> given) {
        List<String> texts = List.copyOf(given);
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isBlank()) {
                throw new IllegalArgumentException("text " + (i + 1) + " of " + texts.size() + " is blank");
            }
        }
        Tokens[] tokens = tokenized(texts);
        Embedding[] embeddings = new Embedding[tokens.length];
        workers.all(batches(tokens).stream()
                .map(batch -> calculation(batch, tokens, embeddings))
                .toList());
        return List.of(embeddings);
    }

    @Override
    public List<Integer> tokens(List<String> given) {
        List<String> texts = List.copyOf(given);
        return Arrays.stream(tokenized(texts))
                .map(tokens -> tokens.truncated() ? options.maxTokens() : Math.max(0, tokens.length() - ADDED_TOKENS))
                .toList();
    }

    private Tokens[] tokenized(List<String> texts) {
        Tokens[] tokens = new Tokens[texts.size()];
        var chunks = new ArrayList<Workers.Task<Predictor<Tokens, float[]>>>();
        for (int start = 0; start < tokens.length; start += TOKENIZED_TOGETHER) {
            int from = start;
            int to = Math.min(start + TOKENIZED_TOGETHER, tokens.length);
            chunks.add(unused -> {
                for (int i = from; i < to; i++) {
                    tokens[i] = encoder.tokens(texts.get(i));
                }
            });
        }
        workers.all(chunks);
        return tokens;
    }

    /** Positions of texts to calculate together: of similar length, the longest first, so that no thread ends late. */
    private List<List<Integer>> batches(Tokens[] tokens) {
        List<Integer> byLength = IntStream.range(0, tokens.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> tokens[i].length())
                        .reversed())
                .toList();
        var batches = new ArrayList<List<Integer>>();
        for (int start = 0; start < byLength.size(); ) {
            int longest = tokens[byLength.get(start)].length();
            int end = Math.min(start + Math.max(1, options.batchTokens() / longest), byLength.size());
            batches.add(byLength.subList(start, end));
            start = end;
        }
        return batches;
    }

    private Workers.Task<Predictor<Tokens, float[]>> calculation(
            List<Integer> batch, Tokens[] tokens, Embedding[] embeddings) {
        return predictor -> {
            List<float[]> vectors =
                    predictor.batchPredict(batch.stream().map(i -> tokens[i]).toList());
            for (int i = 0; i < vectors.size(); i++) {
                int text = batch.get(i);
                embeddings[text] = new Embedding(id, vectors.get(i), tokens[text].truncated());
            }
        };
    }

    /** Waits for texts in work, at most 30 s, and gives the model's memory back. */
    @Override
    public void close() {
        if (!closed.getAndSet(true) && workers.stop()) {
            encoder.close();
        }
    }
}
