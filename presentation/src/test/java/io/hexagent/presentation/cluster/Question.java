package io.hexagent.presentation.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run is asked, which is also the script that the model stub follows. Nothing else decides what the stub says,
 * so that any process may go on with any run.
 *
 * @param label names the run
 * @param turns how often the model is asked: a tool is called each time but the last
 * @param pause how long the model thinks each time, in milliseconds
 * @param tool which tool it calls
 * @param work what it tells the tool to wait, in milliseconds
 * @param words how many words the answer has
 * @param every the time between two of them, in milliseconds
 */
record Question(String label, int turns, int pause, String tool, int work, int words, int every) {
    private static final Pattern WORDED = Pattern.compile("run (\\S+): (\\d+) turns, thinking (\\d+) ms, calling (\\w+)"
            + " for (\\d+) ms, saying (\\d+) words every (\\d+) ms");

    Question(String label, int turns) {
        this(label, turns, 0, "calculator", 0, 4, 0);
    }

    Question thinking(int millis) {
        return new Question(label, turns, millis, tool, work, words, every);
    }

    Question calling(String other, int millis) {
        return new Question(label, turns, pause, other, millis, words, every);
    }

    Question saying(int count, int millis) {
        return new Question(label, turns, pause, tool, work, count, millis);
    }

    String text() {
        return "run " + label + ": " + turns + " turns, thinking " + pause + " ms, calling " + tool + " for " + work
                + " ms, saying " + words + " words every " + every + " ms";
    }

    static Optional<Question> of(String text) {
        Matcher matcher = WORDED.matcher(text);
        return matcher.find()
                ? Optional.of(new Question(
                        matcher.group(1),
                        number(matcher, 2),
                        number(matcher, 3),
                        matcher.group(4),
                        number(matcher, 5),
                        number(matcher, 6),
                        number(matcher, 7)))
                : Optional.empty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
