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

/** The store that the settings name. */
final class Stores {
    private Stores() {}

    static Store open(Parts parts, Settings settings, Json json, InstantSource clock) {
        if (!isDurable(parts, settings)) {
            return new MemoryStore(new MemoryStore.Options(settings.storage().lease()), clock);
        }
        Optional<Secret> url = settings.storage().databaseUrl();
        if (url.isPresent()) {
            return PostgresStore.open(options(settings, databaseUrl(url.get())), json);
        }
        return PostgresStore.openEmbedded(
                EmbeddedServer.Options.of(settings.home().resolve("postgres")),
                defaults -> options(settings, defaults.database()),
                json);
    }

    /** Whether what is kept outlives the process. */
    static boolean isDurable(Parts parts, Settings settings) {
        return !parts.inMemory() && !settings.storage().kind().equals("memory");
    }

    private static DatabaseUrl databaseUrl(Secret url) {
        try {
            return DatabaseUrl.parse(url.reveal());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting("setting storage.database-url (DATABASE_URL): " + wrong.getMessage());
        }
    }

    private static PostgresOptions options(Settings settings, DatabaseUrl url) {
        Settings.Storage storage = settings.storage();
        return new PostgresOptions(
                url,
                storage.poolSize(),
                storage.connectTimeout(),
                storage.lease(),
                PostgresOptions.Writing.defaults().lingering(storage.linger()));
    }
}
