package io.hexagent.presentation.api;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;

/**
 * A stream as Micronaut's guide has it: a publisher of strings for each reader. What {@link StreamBenchmark} compares
 * with.
 */
@Requires(env = "bench")
@Controller("/plain")
final class PlainStream {
    private final Queue<Sinks.Many<String>> readers = new ConcurrentLinkedQueue<>();

    @Get
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<String> read() {
        Sinks.Many<String> reader = Sinks.many().unicast().onBackpressureBuffer();
        reader.tryEmitNext("retry: 1000\n\n").orThrow();
        readers.add(reader);
        return reader.asFlux();
    }

    void tell(String event) {
        for (Sinks.Many<String> reader : readers) {
            reader.tryEmitNext(event).orThrow();
        }
    }
}
