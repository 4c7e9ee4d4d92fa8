package io.hexagent.config;

import io.avaje.inject.Bean;
import io.avaje.inject.Factory;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.session.BacktestBench;
import io.hexagent.application.strategy.session.CancelStrategyWork;
import io.hexagent.application.strategy.session.EndStrategySession;
import io.hexagent.application.strategy.session.FollowStrategySession;
import io.hexagent.application.strategy.session.InspectStrategySession;
import io.hexagent.application.strategy.session.ListStrategySessions;
import io.hexagent.application.strategy.session.SessionFeeds;
import io.hexagent.application.strategy.session.SessionGraph;
import io.hexagent.application.strategy.session.SessionWorker;
import io.hexagent.application.strategy.session.StartStrategySession;
import io.hexagent.application.strategy.session.TellStrategySession;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.store.Store;
import java.time.InstantSource;

/** How strategy sessions are put together. */
@Factory
@CoreScope
final class SessionWiring {
    @Bean
    SessionGraph sessionGraph(
            ModelCatalog models, RunBacktest runBacktest, MarketData market, Json json, InstantSource clock) {
        return SessionGraph.of(models, Providers.OFFLINE, new BacktestBench(runBacktest), market, json, clock);
    }

    /** Closed with those that begin runs, before whatever its work needs. */
    @Bean(destroyMethod = "close", destroyPriority = 10)
    SessionWorker sessionWorker(
            Store store,
            SessionGraph graph,
            InstantSource clock,
            Wiring.Process process,
            Parts parts,
            Settings settings) {
        return new SessionWorker(
                store.strategySessions(),
                graph,
                clock,
                new SessionWorker.Options(
                        process.name(),
                        parts.worker() && settings.server().role() != Settings.Role.GATEWAY,
                        settings.sessions().atOnce(),
                        settings.storage().lease(),
                        settings.sessions().poll(),
                        settings.worker().strikes(),
                        settings.server().grace()));
    }

    /** Stops before the store does, after those who write. */
    @Bean(destroyMethod = "close", destroyPriority = 4000)
    SessionFeeds sessionFeeds(Store store, Settings settings) {
        return new SessionFeeds(store.strategySessions(), settings.sessions().poll());
    }

    @Bean
    StartStrategySession startStrategySession(Store store, InstantSource clock, Settings settings) {
        return new StartStrategySession(
                store.strategySessions(), clock, settings.sessions().most());
    }

    @Bean
    TellStrategySession tellStrategySession(Store store, IdSource ids, InstantSource clock, Settings settings) {
        return new TellStrategySession(
                store.strategySessions(),
                ids,
                clock,
                new TellStrategySession.Options(
                        settings.sessions().queue(), settings.limits().questionChars()));
    }

    @Bean
    FollowStrategySession followStrategySession(Store store, SessionFeeds feeds) {
        return new FollowStrategySession(store.strategySessions(), feeds);
    }

    @Bean
    CancelStrategyWork cancelStrategyWork(Store store, SessionWorker worker, InstantSource clock) {
        return new CancelStrategyWork(store.strategySessions(), worker, clock);
    }

    @Bean
    InspectStrategySession inspectStrategySession(Store store) {
        return new InspectStrategySession(store.strategySessions());
    }

    @Bean
    ListStrategySessions listStrategySessions(Store store) {
        return new ListStrategySessions(store.strategySessions());
    }

    @Bean
    EndStrategySession endStrategySession(Store store, SessionWorker worker) {
        return new EndStrategySession(store.strategySessions(), worker);
    }
}
