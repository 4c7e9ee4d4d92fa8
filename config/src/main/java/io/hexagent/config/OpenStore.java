package io.hexagent.config;

import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.memory.MemoryStore;
import io.hexagent.infrastructure.postgres.DatabaseUrl;
import io.hexagent.infrastructure.postgres.EmbeddedServer;
import io.hexagent.infrastructure.postgres.PostgresOptions;
import io.hexagent.infrastructure.postgres.PostgresStore;
import io.hexagent.infrastructure.store.Store;
import java.time.InstantSource;
import java.util.Optional;

/** The store that the settings name, with the embedded server under it if there is one. */
record OpenStore(Store store, Optional<EmbeddedServer> server) implements AutoCloseable {

    static OpenStore open(Parts parts, Settings settings, Json json, InstantSource clock) {
        if (parts.inMemory() || settings.storage().kind().equals("memory")) {
            return new OpenStore(
                    new MemoryStore(new MemoryStore.Options(settings.storage().lease()), clock), Optional.empty());
        }
        Optional<Secret> url = settings.storage().databaseUrl();
        if (url.isPresent()) {
            return new OpenStore(postgres(settings, databaseUrl(url.get()), json), Optional.empty());
        }
        EmbeddedServer server =
                EmbeddedServer.open(EmbeddedServer.Options.of(settings.home().resolve("postgres")));
        try {
            return new OpenStore(postgres(settings, server.url(), json), Optional.of(server));
        } catch (RuntimeException problem) {
            server.close();
            throw problem;
        }
    }

    private static DatabaseUrl databaseUrl(Secret url) {
        try {
            return DatabaseUrl.parse(url.reveal());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting("setting storage.database-url (DATABASE_URL): " + wrong.getMessage());
        }
    }

    private static PostgresStore postgres(Settings settings, DatabaseUrl url, Json json) {
        Settings.Storage storage = settings.storage();
        return PostgresStore.open(
                new PostgresOptions(
                        url,
                        storage.poolSize(),
                        storage.connectTimeout(),
                        storage.lease(),
                        PostgresOptions.Writing.defaults()),
                json);
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            server.ifPresent(EmbeddedServer::close);
        }
    }
}
