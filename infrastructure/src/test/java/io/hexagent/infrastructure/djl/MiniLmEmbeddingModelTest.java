package io.hexagent.infrastructure.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.embedding.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmEmbeddingModelTest {
    private static final Path CACHE = Path.of("target", "embedding-model");
    private static final MiniLmEmbeddingModel.Options OPTIONS = MiniLmEmbeddingModel.Options.defaults(CACHE);
    private static MiniLmEmbeddingModel model;

    @BeforeAll
    static void open() {
        model = MiniLmEmbeddingModel.open(OPTIONS);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** The figures printed in the Sentence Transformers documentation for all-MiniLM-L6-v2 (Quickstart, Similarity). */
    @Test
    void similaritiesAreThoseThatSentenceTransformersPublishes() {
        assertThat(similarity("The weather is lovely today.", "It's so sunny outside!"))
                .isCloseTo(0.6660, within(0.0005));
        assertThat(similarity("The weather is lovely today.", "He drove to the stadium."))
                .isCloseTo(0.1046, within(0.0005));
        assertThat(similarity("It's so sunny outside!", "He drove to the stadium."))
                .isCloseTo(0.1411, within(0.0005));
        assertThat(similarity("The new movie is awesome", "The new movie is so great"))
                .isCloseTo(0.8939, within(0.0005));
        assertThat(similarity("The cat sits outside", "The dog plays in the garden"))
                .isCloseTo(0.2838, within(0.0005));
    }

    @Test
    void aVectorIsNormalisedAndNamesItsModel() {
        Embedding embedding = model.embed("penguins");

        assertThat(embedding.model()).isEqualTo("all-MiniLM-L6-v2").isEqualTo(model.model());
        assertThat(embedding.dimension()).isEqualTo(384).isEqualTo(model.dimension());
        assertThat(embedding.similarity(embedding)).isCloseTo(1, within(1e-6));
        assertThat(embedding.truncated()).isFalse();
    }

    @Test
    void aTextHasTheSameVectorAloneAndAmongOthers() {
        List<String> texts = textsOfMixedLength(40);

        List<Embedding> together = model.embed(texts);

        for (int i = 0; i < texts.size(); i++) {
            float[] alone = model.embed(texts.get(i)).vector();
            float[] among = together.get(i).vector();
            for (int k = 0; k < alone.length; k++) {
                assertThat(among[k]).as("text %d, component %d", i, k).isCloseTo(alone[k], within(1e-6f));
            }
        }
    }

    @Test
    void resultsStandInTheOrderOfTheTexts() {
        List<String> texts = new ArrayList<>(textsOfMixedLength(60));
        List<Embedding> inOrder = model.embed(texts);
        Collections.reverse(texts);
        List<Embedding> reversed = model.embed(texts);

        for (int i = 0; i < texts.size(); i++) {
            assertThat(reversed.get(texts.size() - 1 - i).similarity(inOrder.get(i)))
                    .isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void aTextOfMoreThan256TokensIsReportedAsTruncated() {
        // "penguin" is one token; the model adds one at each end.
        Embedding fits = model.embed("penguin ".repeat(254));
        Embedding over = model.embed("penguin ".repeat(254) + "volcano");
        Embedding far = model.embed("penguin ".repeat(100_000));

        assertThat(model.maxTokens()).isEqualTo(256);
        assertThat(fits.truncated()).isFalse();
        assertThat(over.truncated()).isTrue();
        assertThat(far.truncated()).isTrue();
        assertThat(over.vector()).as("what lies beyond is not read").isEqualTo(fits.vector());
    }

    @Test
    void aTextWithinTheLimitIsReadToItsEnd() {
        // More than the 128 tokens at which the bundled tokenizer itself would cut.
        assertThat(similarity("penguin ".repeat(200), "penguin ".repeat(200) + "volcano volcano volcano"))
                .isLessThan(0.9999);
    }

    @Test
    void noTextsGiveNoVectors() {
        assertThat(model.embed(List.of())).isEmpty();
    }

    @Test
    void aBlankTextIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.embed(List.of("one", " \n\t")))
                .withMessage("text 2 of 2 is blank");
    }

    @Test
    void oddTextsHaveVectorsToo() {
        List<Embedding> odd = model.embed(
                List.of("\u0000", "\ud83d", "\ud83d\udc27 na\u00efve \u6f22\u5b57", "\u200b", "x".repeat(5000)));

        assertThat(odd)
                .allSatisfy(
                        embedding -> assertThat(embedding.similarity(embedding)).isCloseTo(1, within(1e-6)));
        assertThat(odd).noneMatch(Embedding::truncated);
    }

    @Test
    void sixteenThreadsShareOneModel() throws Exception {
        List<String> texts = textsOfMixedLength(24);
        List<Embedding> expected = model.embed(texts);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Embedding>>> calls = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> model.embed(texts)))
                    .toList();
            for (Future<List<Embedding>> call : calls) {
                assertThat(call.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void anInterruptEndsACall() throws Exception {
        List<String> texts = textsOfMixedLength(3000);
        var seen = new ArrayList<Throwable>();
        var flags = new ArrayList<Boolean>();
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                model.embed(texts);
            } catch (CancellationException e) {
                seen.add(e);
                flags.add(Thread.currentThread().isInterrupted());
            }
        });
        caller.interrupt();

        caller.join(10_000);
        assertThat(caller.isAlive()).isFalse();
        assertThat(seen).hasSize(1);
        assertThat(flags).containsExactly(true);
        assertThat(model.embed("and the next call works").dimension()).isEqualTo(384);
    }

    @Test
    void aClosedModelSaysSo() {
        var other = MiniLmEmbeddingModel.open(OPTIONS);
        other.close();
        other.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> other.embed("late"))
                .withMessage("the embedding model is closed");
    }

    @Test
    void aModelFromADirectoryReplacesTheBundledOne(@TempDir Path directory) throws IOException {
        Path own = Files.createDirectories(directory.resolve("my-model"));
        copyBundled("model.onnx", own);
        copyBundled("tokenizer.json", own);

        try (var custom = MiniLmEmbeddingModel.open(OPTIONS.withModelDirectory(own))) {
            assertThat(custom.dimension()).isEqualTo(384);
            assertThat(custom.model()).matches("my-model-[0-9a-f]{12}");
            Embedding embedding = custom.embed("penguins");
            assertThat(embedding.vector()).isEqualTo(model.embed("penguins").vector());
            assertThatIllegalArgumentException()
                    .as("vectors of two models never meet")
                    .isThrownBy(() -> embedding.similarity(model.embed("penguins")));
        }
    }

    @Test
    void aBrokenDirectoryIsNamed(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> openFrom(directory.resolve("nowhere")))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("nowhere does not exist")
                .hasMessageContaining("expected a directory with model.onnx and tokenizer.json");

        assertThatThrownBy(() -> openFrom(Files.createFile(directory.resolve("a-file"))))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("a-file is no directory");

        copyBundled("tokenizer.json", directory);
        assertThatThrownBy(() -> openFrom(directory))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("has no readable model.onnx; expected model.onnx and tokenizer.json");

        Files.writeString(directory.resolve("model.onnx"), "not a model");
        assertThatThrownBy(() -> openFrom(directory))
                .isInstanceOf(UnusableModel.class)
                .hasMessageEndingWith("model.onnx is no model that ONNX Runtime can load");

        Files.writeString(directory.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> openFrom(directory))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("tokenizer.json is no tokenizer; expected");
    }

    @Test
    void aDamagedCopyOfTheBundledModelIsReplaced(@TempDir Path cache) throws IOException {
        Path unpacked = ModelFiles.bundled(cache).tokenizer();
        byte[] whole = Files.readAllBytes(unpacked);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(unpacked, damaged);

        assertThat(ModelFiles.bundled(cache).tokenizer()).hasBinaryContent(whole);
        try (var files = Files.list(unpacked.getParent())) {
            assertThat(files).as("nothing half-written is left").hasSize(2);
        }
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MiniLmEmbeddingModel.Options(java.util.Optional.empty(), CACHE, 1, 513, 384))
                .withMessage("maxTokens is 513, allowed are 8 to 512");
    }

    private static MiniLmEmbeddingModel openFrom(Path directory) {
        return MiniLmEmbeddingModel.open(OPTIONS.withModelDirectory(directory));
    }

    private static void copyBundled(String name, Path directory) throws IOException {
        Files.copy(CACHE.resolve("all-minilm-l6-v2").resolve(name), directory.resolve(name));
    }

    private static double similarity(String one, String other) {
        return model.embed(one).similarity(model.embed(other));
    }

    private static List<String> textsOfMixedLength(int count) {
        String[] words = {"penguin", "weather", "bill", "wind", "rainfall", "the", "of", "heavier", "Tuesday", "42"};
        var random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var text = new StringBuilder("number " + i);
                    int length = i % 7 == 0 ? 150 : random.nextInt(1, 30);
                    for (int k = 0; k < length; k++) {
                        text.append(' ').append(words[random.nextInt(words.length)]);
                    }
                    return text.toString();
                })
                .toList();
    }
}
