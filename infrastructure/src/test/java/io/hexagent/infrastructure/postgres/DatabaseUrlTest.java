package io.hexagent.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses of databases, and what happens when nobody is there. */
final class DatabaseUrlTest {
    @Test
    void anAddressNamesEverything() {
        assertThat(DatabaseUrl.parse(" postgres://ann:p%40ss%3A%2F+1@db.example:6000/my%20data?sslmode=require "))
                .isEqualTo(new DatabaseUrl(
                        "db.example", 6000, "my data", "ann", "p@ss:/+1", Map.of("sslmode", "require")));
        assertThat(DatabaseUrl.parse("postgresql://localhost"))
                .isEqualTo(new DatabaseUrl("localhost", 5432, "postgres", "postgres", "", Map.of()));
        assertThat(DatabaseUrl.parse("jdbc:postgresql://[::1]:5433/data?user=ann&password=a%26b&ssl=true"))
                .isEqualTo(new DatabaseUrl("[::1]", 5433, "data", "ann", "a&b", Map.of("ssl", "true")));
    }

    @Test
    void theDriverGetsTheAddressWithoutTheLogin() {
        assertThat(DatabaseUrl.parse("postgres://ann:secret@h/my%20data?sslmode=require&a=b")
                        .jdbc())
                .isEqualTo("jdbc:postgresql://h:5432/my%20data?a=b&sslmode=require");
        assertThat(DatabaseUrl.parse("postgres://ann:secret@h/d").jdbc()).isEqualTo("jdbc:postgresql://h:5432/d");
        assertThat(DatabaseUrl.parse("postgres://ann:secret@h/d").toString()).isEqualTo("postgres://ann@h:5432/d");
    }

    @Test
    void otherKindsOfDatabaseAreRefusedWithTheReason() {
        assertThatThrownBy(() -> DatabaseUrl.parse("sqlite:///data.db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"sqlite\" is not supported: several processes write one log");
        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://h/d"))
                .hasMessage("a database of kind \"mysql\" is not supported; allowed is"
                        + " postgres://user:password@host:5432/database");
        assertThatThrownBy(() -> DatabaseUrl.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DatabaseUrl.parse("postgres:///data")).hasMessageContaining("names no host");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgres://ann:se cret@h/d"))
                .hasMessageContaining("cannot be read")
                .hasMessageNotContaining("cret");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedSoon() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var nobody = new DatabaseUrl("127.0.0.1", port, "data", "ann", "secret", Map.of());
        assertThatThrownBy(() -> PostgresStore.open(PostgresOptions.of(nobody), new PlainJson()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("the database postgres://ann@127.0.0.1:" + port
                        + "/data cannot be used: no server answers at 127.0.0.1:" + port);
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = new DatabaseUrl("127.0.0.1", silent.getLocalPort(), "data", "ann", "secret", Map.of());
            PostgresOptions options = PostgresOptions.of(url);
            var hasty = new PostgresOptions(url, 2, Duration.ofSeconds(1), options.lease(), options.writing());
            long start = System.nanoTime();
            assertThatThrownBy(() -> PostgresStore.open(hasty, new PlainJson())).isInstanceOf(StoreUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aWrongPasswordIsSaid() {
        DatabaseUrl url = TestDatabases.server();
        var wrong = new DatabaseUrl(url.host(), url.port(), url.database(), url.user(), "wrong", url.parameters());
        assertThatThrownBy(() -> PostgresStore.open(PostgresOptions.of(wrong), new PlainJson()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageEndingWith("it refuses the user \"hexagent\" or the password")
                .hasMessageNotContaining("wrong");
    }
}
