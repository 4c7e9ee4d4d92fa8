package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What is started at one gateway is worked on by some worker, and followed at another gateway. */
final class ManyMachines {
    private final Cluster cluster;
    private final Gateway one;
    private final Gateway two;
    private final List<Program> workers;

    ManyMachines(Cluster cluster, Gateway one, Gateway two, List<Program> workers) {
        this.cluster = cluster;
        this.one = one;
        this.two = two;
        this.workers = workers;
    }

    void play(int count) {
        List<Question> questions = IntStream.range(0, count)
                .mapToObj(i -> new Question("many" + i, 3).thinking(100))
                .toList();
        var runs = new Runs();
        runs.start(List.of(one, two), questions);
        runs.haveCompleted(two, cluster.stub(), Duration.ofSeconds(60));
        runs.haveCompleted(one, cluster.stub(), Duration.ofSeconds(60));
        for (Question question : questions) {
            assertThat(cluster.stub().asked(question.label()))
                    .extracting(ModelStub.Asked::who)
                    .as("only workers work")
                    .isSubsetOf(workers.stream().map(Program::name).toList());
        }
        if (cluster.redis().isPresent()) {
            assertThat(one.health("redis")).as("it is really used").isEqualTo("up");
        }
        textIsFollowedElsewhere();
        aWorkerServesNoClients();
        aSynchronousDoorOfAGatewayIsServedByAWorker();
        System.out.printf("many machines: %d runs started and followed at two gateways, done by workers%n", count);
    }

    /** A token costs no event; still a reader at another gateway sees the text grow. */
    private void textIsFollowedElsewhere() {
        Gateway.Started run = one.start(new Question("text", 1).saying(40, 50));
        var text = new StringBuilder();
        int pieces = 0;
        String said = "";
        try (EventStream stream = two.follow("/api/agent/" + run.thread() + "/stream?until=idle", "")) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                Event event = next.get();
                switch (event.name()) {
                    case "assistant_message_snapshot" -> {
                        text.setLength(0);
                        text.append(event.fields().text("text").orElseThrow());
                        pieces++;
                    }
                    case "assistant_message_delta" -> {
                        text.append(event.fields().text("delta").orElseThrow());
                        pieces++;
                    }
                    default -> {}
                }
                if (event.type().equals("agent-response")) {
                    said = event.fields().text("content").orElseThrow();
                }
            }
        }
        assertThat(said).startsWith("Answer #");
        assertThat(pieces).as("the text came in pieces").isGreaterThan(2);
        assertThat(said).as("the text that came").startsWith(text.toString());
    }

    private void aWorkerServesNoClients() {
        Gateway worker = cluster.gateway(workers.getFirst());
        assertThat(worker.get("/health").statusCode()).isEqualTo(200);
        assertThat(worker.get("/api/runs").statusCode()).isEqualTo(404);
    }

    private void aSynchronousDoorOfAGatewayIsServedByAWorker() {
        var reply = one.post(
                "/api/chat",
                Value.fields().put("message", new Question("chat", 2).text()).build());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("Answer #");
        assertThat(cluster.stub().asked("chat"))
                .extracting(ModelStub.Asked::who)
                .isSubsetOf(workers.stream().map(Program::name).toList());
    }
}
