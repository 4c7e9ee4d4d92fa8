import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Arguments: a file with a text in each line, seconds to warm up, seconds to measure. Prints texts/s and a cosine. */
class LangChain4jLoop {
    public static void main(String[] args) throws Exception {
        List<TextSegment> texts = Files.readAllLines(Path.of(args[0])).stream()
                .map(TextSegment::from)
                .toList();
        var model = new AllMiniLmL6V2EmbeddingModel();
        perSecond(model, texts, Double.parseDouble(args[1]));
        double speed = perSecond(model, texts, Double.parseDouble(args[2]));
        List<Embedding> first = model.embedAll(texts.subList(0, 2)).content();
        float[] one = first.get(0).vector();
        float[] other = first.get(1).vector();
        double cosine = 0;
        for (int i = 0; i < one.length; i++) {
            cosine += one[i] * other[i];
        }
        System.out.println("RESULT " + speed + " " + cosine);
    }

    private static double perSecond(AllMiniLmL6V2EmbeddingModel model, List<TextSegment> texts, double seconds) {
        long start = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - start < seconds * 1e9) {
            done += model.embedAll(texts).content().size();
        }
        return done * 1e9 / (System.nanoTime() - start);
    }
}
