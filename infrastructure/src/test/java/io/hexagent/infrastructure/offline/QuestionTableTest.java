package io.hexagent.infrastructure.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The table of questions in resources/offline/questions.txt: what each is planned as, or how it is turned down. */
class QuestionTableTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "offline");

    @TestFactory
    Stream<DynamicTest> eachQuestionIsPlannedAsTheTableSays() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        List<Dataset> datasets = List.of();
        String question = "";
        var expected = new ArrayList<String>();
        for (String line : Files.readAllLines(FOLDER.resolve("questions.txt"))) {
            if (line.startsWith("  ")) {
                expected.add(line.strip());
                continue;
            }
            add(tests, question, expected, datasets);
            question = "";
            if (line.startsWith("@")) {
                datasets = datasets(line.substring(1).strip());
            } else if (!line.isBlank()) {
                question = line;
            }
        }
        add(tests, question, expected, datasets);
        assertThat(tests).hasSizeGreaterThan(300);
        return tests.stream();
    }

    private static List<Dataset> datasets(String name) {
        if (name.equals("none")) {
            return List.of();
        }
        Path own = FOLDER.resolve(name);
        return List.of(Files.exists(own) ? SampleTables.read(own) : SampleTables.example(name));
    }

    private static void add(List<DynamicTest> tests, String question, List<String> expected, List<Dataset> datasets) {
        if (!question.isEmpty()) {
            List<String> plan = List.copyOf(expected);
            String name = datasets.isEmpty() ? "" : datasets.getFirst().name() + ": ";
            tests.add(DynamicTest.dynamicTest(
                    name + question,
                    () -> assertThat(Plans.of(question, datasets)).isEqualTo(plan)));
        }
        expected.clear();
    }
}
