package io.hexagent.infrastructure.djl;

import io.hexagent.domain.embedding.Embedding;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Our side of {@link EmbeddingBenchmark}, in a process of its own. Arguments: a file with a text in each line, seconds
 * to warm up, seconds to measure, the model's cache directory. Prints texts/s and a cosine.
 */
final class EmbeddingLoop {
    private EmbeddingLoop() {}

    public static void main(String[] args) throws Exception {
        List<String> texts = Files.readAllLines(Path.of(args[0]));
        try (var model = MiniLmEmbeddingModel.open(MiniLmEmbeddingModel.Options.defaults(Path.of(args[3])))) {
            perSecond(model, texts, Double.parseDouble(args[1]));
            double speed = perSecond(model, texts, Double.parseDouble(args[2]));
            List<Embedding> first = model.embed(texts.subList(0, 2));
            PrintStream out = System.out;
            out.println("RESULT " + speed + " " + first.get(0).similarity(first.get(1)));
        }
    }

    private static double perSecond(MiniLmEmbeddingModel model, List<String> texts, double seconds) {
        long start = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - start < seconds * 1e9) {
            done += model.embed(texts).size();
        }
        return done * 1e9 / (System.nanoTime() - start);
    }
}
