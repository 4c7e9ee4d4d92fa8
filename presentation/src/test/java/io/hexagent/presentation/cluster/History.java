package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What the log of a run says, and whether that can be true. */
record History(String run, List<Event> events) {
    private static final Pattern NUMBER = Pattern.compile("#(\\d+)");

    History {
        events = List.copyOf(events);
    }

    List<Event> of(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    Event last() {
        return events.getLast();
    }

    /** The numbers go from 1 without a hole, and only the last event ends the run. */
    History isWhole(String ending) {
        assertThat(events)
                .as("run %s", run)
                .extracting(Event::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events).extracting(Event::run).containsOnly(run);
        assertThat(last().type()).as("run %s: %s", run, last().fields()).isEqualTo(ending);
        assertThat(events.stream().filter(Event::isTerminal)).hasSize(1);
        return this;
    }

    /**
     * Each turn is there once, in order, and nothing that the log holds was asked for or done again.
     *
     * @param question what the run was asked, which must have ended
     */
    History repeatsNothing(Question question, ModelStub stub) {
        List<Integer> kept = kept();
        assertThat(kept).as("turns of run %s", question.label()).hasSize(question.turns());
        for (int turn = 0; turn < question.turns(); turn++) {
            int number = kept.get(turn);
            int asked = turn;
            long committed = replies().get(turn).at();
            assertThat(stub.asked(question.label()).stream().filter(each -> each.turn() == asked))
                    .as("run %s, turn %d: the log kept the reply to #%d", question.label(), turn, number)
                    .isNotEmpty()
                    // Two workers may ask for the same turn while neither reply is in the log.
                    .allMatch(each -> each.number() <= number || each.at() < committed);
        }
        List<Event> results = of("tool-result");
        assertThat(results).hasSize(question.turns() - 1);
        assertThat(results.stream().map(History::call).distinct()).hasSize(question.turns() - 1);
        if (question.tool().equals("calculator")) {
            return this;
        }
        for (Event call : of("tool-call")) {
            String key = call.fields().text("effect_key").orElseThrow();
            long effort = results.stream()
                    .filter(result -> call(result).equals(call(call)))
                    .findFirst()
                    .flatMap(result -> result.fields().fields("result"))
                    .map(History::effort)
                    .orElseThrow();
            assertThat(stub.worked(question.label()).stream()
                            .filter(each ->
                                    each.effectKey().equals(key) && each.what().equals("began")))
                    .as("run %s: the log kept effort %d of call %s", question.label(), effort, call)
                    .allMatch(each -> each.number() <= effort);
        }
        return this;
    }

    private static String call(Event event) {
        return event.fields().text("call_id").orElseThrow();
    }

    /** The number under which a tool of the tests reported. */
    static long effort(Value.Fields result) {
        return result.number("effort").orElseThrow().longValue();
    }

    /** The events that hold the model's replies, in order. */
    private List<Event> replies() {
        return events.stream()
                .filter(event ->
                        event.type().equals("tool-call") || event.type().equals("agent-response"))
                .toList();
    }

    /** The numbers of the model's replies in the log, in order. */
    List<Integer> kept() {
        var numbers = new ArrayList<Integer>();
        for (Event event : events) {
            switch (event.type()) {
                case "tool-call" -> numbers.add(number(event));
                case "agent-response" -> {
                    Matcher matcher =
                            NUMBER.matcher(event.fields().text("content").orElseThrow());
                    assertThat(matcher.find()).as(event.fields().toString()).isTrue();
                    numbers.add(Integer.parseInt(matcher.group(1)));
                }
                default -> {}
            }
        }
        return numbers;
    }

    /** The number of the reply that wanted the call. */
    static int number(Event call) {
        Value.Fields params = call.fields().fields("params").orElseThrow();
        return params.number("number")
                .or(() -> params.number("y"))
                .orElseThrow()
                .intValue();
    }
}
