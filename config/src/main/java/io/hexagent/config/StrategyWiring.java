package io.hexagent.config;

import io.avaje.inject.Bean;
import io.avaje.inject.Factory;
import io.hexagent.application.strategy.CheckLookAhead;
import io.hexagent.application.strategy.CompileStrategy;
import io.hexagent.application.strategy.CpuPool;
import io.hexagent.application.strategy.DrawBacktest;
import io.hexagent.application.strategy.ListMarkets;
import io.hexagent.application.strategy.Preparation;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.SweepStrategy;
import io.hexagent.application.strategy.WalkForwardStrategy;
import io.hexagent.application.strategy.outside.BacktestOutside;
import io.hexagent.application.strategy.outside.ExportStrategy;
import io.hexagent.domain.strategy.BacktestCharts;
import io.hexagent.domain.strategy.BarFiles;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyExport;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.bars.BundledMarket;
import io.hexagent.infrastructure.bars.CsvBarFiles;
import io.hexagent.infrastructure.bars.DatasetMarket;
import io.hexagent.infrastructure.bars.Markets;
import io.hexagent.infrastructure.cel.CelStrategyCompiler;
import io.hexagent.infrastructure.chart.BacktestPictures;
import io.hexagent.infrastructure.lean.LeanRunner;
import io.hexagent.infrastructure.lean.LeanWriter;
import io.hexagent.infrastructure.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How strategies, their markets and backtests are put together. */
@Factory
@CoreScope
final class StrategyWiring {
    @Bean
    StrategyCompiler strategyCompiler() {
        return new CelStrategyCompiler(CelStrategyCompiler.Options.usual());
    }

    /** Data sets first, so that somebody's own series of a name wins. */
    @Bean
    MarketData market(Store store, MarketServices services, Settings settings) {
        Settings.Strategies strategies = settings.strategies();
        var sources = new ArrayList<MarketData>(List.of(
                new DatasetMarket(
                        store.datasets(), store.datasetContents(), strategies.badBars(), strategies.maxBars()),
                new BundledMarket()));
        services.binance(strategies).ifPresent(sources::add);
        return new Markets(sources);
    }

    @Bean
    BarFiles barFiles(Settings settings) {
        return new CsvBarFiles(
                settings.strategies().badBars(), settings.strategies().maxBars());
    }

    @Bean
    BacktestCharts backtestCharts(Json json) {
        return new BacktestPictures(json);
    }

    /** Closed after the runs whose tools compute on it. */
    @Bean(destroyMethod = "close", destroyPriority = 3000)
    CpuPool backtestPool(Settings settings) {
        Settings.Strategies strategies = settings.strategies();
        int cores = Runtime.getRuntime().availableProcessors();
        return new CpuPool(new CpuPool.Options(
                strategies.threads() == 0 ? cores : strategies.threads(), strategies.queue(), strategies.time()));
    }

    @Bean
    Preparation preparation(
            StrategyCompiler compiler,
            MarketData market,
            BarFiles files,
            Store store,
            CpuPool pool,
            Settings settings) {
        return new Preparation(
                compiler,
                market,
                files,
                store.datasets(),
                store.datasetContents(),
                pool,
                new Preparation.Options(
                        settings.limits().datasetBytes(),
                        settings.strategies().binance()
                                ? Optional.empty()
                                : Optional.of("Crypto currencies come from Binance, which the setting market.binance"
                                        + " (HEXAGENT_MARKET_BINANCE=true) switches on.")));
    }

    @Bean
    RunBacktest runBacktest(Preparation preparation, CpuPool pool) {
        return new RunBacktest(preparation, pool);
    }

    @Bean
    CompileStrategy compileStrategy(Preparation preparation) {
        return new CompileStrategy(preparation);
    }

    @Bean
    DrawBacktest drawBacktest(BacktestCharts charts, CpuPool pool) {
        return new DrawBacktest(charts, pool);
    }

    @Bean
    SweepStrategy sweepStrategy(Preparation preparation, CpuPool pool, Settings settings) {
        return new SweepStrategy(preparation, pool, settings.strategies().trials());
    }

    @Bean
    WalkForwardStrategy walkForwardStrategy(Preparation preparation, CpuPool pool, Settings settings) {
        return new WalkForwardStrategy(preparation, pool, settings.strategies().trials());
    }

    @Bean
    CheckLookAhead checkLookAhead(Preparation preparation, CpuPool pool) {
        return new CheckLookAhead(preparation, pool);
    }

    @Bean
    StrategyExport leanWriter() {
        return new LeanWriter();
    }

    @Bean
    ExportStrategy exportStrategy(StrategyCompiler compiler, StrategyExport lean) {
        return new ExportStrategy(compiler, List.of(lean));
    }

    @Bean
    BacktestOutside backtestOutside(StrategyCompiler compiler, StrategyExport lean, Json json, Settings settings) {
        Settings.Strategies strategies = settings.strategies();
        LeanRunner.Options usual = LeanRunner.Options.in(
                strategies.leanWorkspace().orElse(settings.home().resolve("lean")));
        return new BacktestOutside(
                compiler,
                List.of(new LeanRunner(
                        new LeanRunner.Options(
                                strategies.lean(),
                                usual.searched(),
                                usual.workspace(),
                                strategies.leanTime(),
                                usual.longestOutput(),
                                usual.longestResult()),
                        lean,
                        json)));
    }

    @Bean
    ListMarkets listMarkets(MarketData market) {
        return new ListMarkets(market);
    }
}
