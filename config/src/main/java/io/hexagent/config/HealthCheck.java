package io.hexagent.config;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.config.Health.Part;
import io.hexagent.config.Health.Status;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.util.ArrayList;

/** Looks at each part. */
final class HealthCheck {
    private final Settings settings;
    private final Store store;
    private final LazyEmbedder embedder;
    private final Parts parts;
    private final ModelCatalog models;
    private final Background background;
    private final SharedRedis redis;
    private final Outside outside;

    HealthCheck(
            Settings settings,
            Store store,
            LazyEmbedder embedder,
            Parts parts,
            ModelCatalog models,
            Background background,
            SharedRedis redis,
            Outside outside) {
        this.redis = redis;
        this.outside = outside;
        this.background = background;
        this.settings = settings;
        this.store = store;
        this.embedder = embedder;
        this.parts = parts;
        this.models = models;
    }

    Health check() {
        var found = new ArrayList<Part>();
        Part storage = storage();
        found.add(storage);
        found.add(redis());
        found.add(worker(storage.status() != Status.DOWN));
        found.add(embedding());
        for (LanguageProvider provider : models.providers()) {
            found.add(new Part(
                    "provider " + provider.name(),
                    Status.UP,
                    provider.name().equals(Providers.OFFLINE)
                            ? "the built-in planner, no language model"
                            : "configured; models " + String.join(", ", provider.models())));
        }
        for (String vendor : new String[] {Providers.OPENAI, Providers.ANTHROPIC}) {
            if (models.providers().stream()
                    .noneMatch(provider -> provider.name().equals(vendor))) {
                found.add(new Part("provider " + vendor, Status.OFF, "not configured"));
            }
        }
        outside.mcp()
                .states()
                .forEach(state -> found.add(
                        new Part("mcp " + state.server(), state.isUp() ? Status.UP : Status.DOWN, state.detail())));
        ModelName preferred = models.preferred();
        return new Health(found, preferred.provider(), preferred.model());
    }

    /** Everything goes on without it, so that health stays up: its part says what is amiss. */
    private Part redis() {
        return redis.isUp()
                .map(up -> up
                        ? new Part("redis", Status.UP, "signals, text and results are shared")
                        : new Part("redis", Status.DOWN, "does not answer; everything goes on without it"))
                .orElseGet(() -> new Part("redis", Status.OFF, "not configured"));
    }

    private Part storage() {
        if (parts.inMemory() || settings.storage().kind().equals("memory")) {
            return new Part("postgres", Status.OFF, "everything is kept in memory until the program ends");
        }
        String where = settings.storage().databaseUrl().isPresent()
                ? "the server of DATABASE_URL"
                : "embedded, in " + settings.home();
        boolean up = store.isUp();
        return new Part("postgres", up ? Status.UP : Status.DOWN, up ? where : where + ": does not answer");
    }

    /** Who works on runs here, and how many wait for somebody. */
    private Part worker(boolean storageAnswers) {
        String waiting = storageAnswers ? queued() : "the queue is not known";
        return background
                .worker()
                .map(worker ->
                        new Part("worker", Status.UP, worker.busy() + " of " + worker.runs() + " runs, " + waiting))
                .orElseGet(() -> new Part("worker", Status.OFF, "takes no runs here, " + waiting));
    }

    private String queued() {
        try {
            RunQueue.Depth depth = store.runQueue().depth();
            return depth.queued() == 0
                    ? "0 queued"
                    : depth.queued() + " queued for up to "
                            + Math.max(1, depth.oldest().toSeconds()) + " s";
        } catch (RunEvents.LogUnavailable | StoreUnavailable gone) {
            return "the queue is not known";
        }
    }

    private Part embedding() {
        if (parts.embedder().isPresent()) {
            return new Part("embedding model", Status.UP, parts.embedder().get().model());
        }
        return embedder.isLoaded()
                ? new Part("embedding model", Status.UP, embedder.model())
                : new Part("embedding model", Status.OFF, "loaded when it is first needed");
    }
}
