package io.hexagent.infrastructure.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.Exchange.Request;
import io.hexagent.infrastructure.http.LoopbackServer;
import io.hexagent.infrastructure.http.LoopbackServer.Told;
import io.hexagent.infrastructure.http.Outage;
import io.hexagent.infrastructure.http.PooledExchange;
import io.hexagent.infrastructure.http.PooledHttp;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResilientExchangeTest {
    private static final ResilientExchange.Options QUICK = new ResilientExchange.Options(
            3,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            4,
            Duration.ofSeconds(60),
            OptionalInt.empty());

    private final PooledHttp http = new PooledHttp(PooledHttp.Options.defaults());
    private final LoopbackServer server = new LoopbackServer(asked -> Told.ok("fine"));

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    private Exchange exchange(ResilientExchange.Options options) {
        return new ResilientExchange("The service", new PooledExchange(http, Duration.ofSeconds(10), 1000), options);
    }

    private Request get() {
        return Request.get(URI.create(server.url() + "/a?secret=canary"), Map.of());
    }

    private Request post() {
        return new Request("POST", URI.create(server.url() + "/a"), Map.of(), Optional.of("{}"), false);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void aPassingStatusIsTriedAgain(int status) {
        server.first(Told.status(status), Told.status(status));
        assertThat(exchange(QUICK).send(get()).text()).isEqualTo("fine");
        assertThat(server.asked()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void anotherStatusIsHandedOnAtOnce(int status) {
        server.first(Told.status(status));
        assertThat(exchange(QUICK).send(get()).status()).isEqualTo(status);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void theLastAnswerIsHandedOnWhenNoneIsBetter() {
        server.first(Told.status(503), Told.status(503), Told.status(502));
        assertThat(exchange(QUICK).send(get()).status()).isEqualTo(502);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void aRequestThatMayNotBeRepeatedIsSentOnce() {
        server.first(Told.status(503));
        assertThat(exchange(QUICK).send(post()).status()).isEqualTo(503);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aWishToWaitIsKeptUnlessItIsTooLong() {
        server.first(new Told(429, "", Map.of("Retry-After", "1")));
        long start = System.nanoTime();
        assertThat(exchange(QUICK).send(get()).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        server.first(new Told(429, "", Map.of("Retry-After", "60")));
        assertThat(exchange(QUICK).send(get()).status()).isEqualTo(429);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void aServiceThatFailsInARowIsLeftAlone() {
        Exchange exchange = exchange(QUICK);
        server.first(
                Told.status(500),
                Told.status(500),
                Told.status(500),
                Told.status(500),
                Told.status(500),
                Told.status(500));
        assertThat(exchange.send(get()).status()).isEqualTo(500);
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> exchange.send(get()))
                .withMessageContaining("The service failed 4 times in a row")
                .withMessageNotContaining("canary");
        assertThatExceptionOfType(Outage.class).isThrownBy(() -> exchange.send(get()));
        assertThat(server.asked()).as("after the fourth nothing is sent").hasSize(4);
    }

    @Test
    void aServerThatIsNotThereIsAnOutage() {
        server.close();
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> exchange(QUICK).send(get()))
                .withMessageContaining("refused the connection")
                .withMessageNotContaining("canary");
    }

    @Test
    void allAttemptsTogetherHaveADeadline() {
        var never = new CountDownLatch(1);
        Exchange silent = request -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
            throw new IllegalStateException("nobody counts down");
        };
        var options = new ResilientExchange.Options(
                3,
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                4,
                Duration.ofSeconds(60),
                OptionalInt.empty());
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> new ResilientExchange("The service", silent, options).send(get()))
                .withMessage("The service gave no answer within 0.3 s");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void requestsAreSpreadOverTheSecond() {
        Exchange exchange = exchange(QUICK.atMost(10));
        for (int i = 0; i < 8; i++) {
            assertThat(exchange.send(get()).status()).isEqualTo(200);
        }
        for (int i = 0; i + 5 < 8; i++) {
            long apart =
                    server.asked().get(i + 5).nanos() - server.asked().get(i).nanos();
            // Five gaps of 100 ms; what the network adds to the first of them shortens the rest.
            assertThat(Duration.ofNanos(apart)).isGreaterThan(Duration.ofMillis(350));
        }
    }
}
