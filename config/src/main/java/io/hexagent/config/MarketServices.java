package io.hexagent.config;

import io.hexagent.application.brokerage.BrokerageAccess;
import io.hexagent.application.brokerage.ConnectBrokerage;
import io.hexagent.application.brokerage.ConnectBrokerageTool;
import io.hexagent.application.brokerage.GetOrdersTool;
import io.hexagent.application.brokerage.GetPortfolioTool;
import io.hexagent.application.brokerage.GetPositionsTool;
import io.hexagent.domain.brokerage.BrokerageLinks;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.bars.BinanceMarket;
import io.hexagent.infrastructure.failsafe.ResilientExchange;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.PooledExchange;
import io.hexagent.infrastructure.http.PooledHttp;
import io.hexagent.infrastructure.market.InsiderTradesTool;
import io.hexagent.infrastructure.market.PriceHistoryTool;
import io.hexagent.infrastructure.market.SocialTrendsTool;
import io.hexagent.infrastructure.seal.AesGcmSeal;
import io.hexagent.infrastructure.seal.SealedBrokerageLinks;
import io.hexagent.infrastructure.snaptrade.SnapTrade;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The outside services of portfolios and markets, each behind a policy of its own. Nothing is asked when it opens. */
final class MarketServices implements AutoCloseable {
    private final PooledHttp http;
    private final Settings.Markets settings;
    private final Json json;
    private final InstantSource clock;

    private MarketServices(PooledHttp http, Settings.Markets settings, Json json, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    static MarketServices open(Settings settings, Json json, InstantSource clock) {
        PooledHttp.Options usual = PooledHttp.Options.defaults();
        Settings.Markets outside = settings.markets();
        var http = new PooledHttp(new PooledHttp.Options(
                outside.policy().maxConnections(),
                outside.policy().connectTimeout(),
                usual.keepIdle(),
                usual.checkIdle()));
        return new MarketServices(http, outside, json, clock);
    }

    private Exchange exchange(String name, OptionalInt perSecond) {
        Settings.MarketPolicy policy = settings.policy();
        return new ResilientExchange(
                name,
                new PooledExchange(http, policy.timeout(), (int) policy.answerBytes()),
                new ResilientExchange.Options(
                        policy.attempts(),
                        policy.backoffMin(),
                        policy.backoffMax(),
                        policy.deadline(),
                        policy.breakerFailures(),
                        policy.breakerPause(),
                        perSecond));
    }

    /** @param kept where links are stored; their secrets are sealed first */
    BrokerageAccess brokerage(BrokerageLinks kept) {
        Settings.SnapTrade snaptrade = settings.snaptrade();
        var missing = new ArrayList<String>();
        if (snaptrade.clientId().isEmpty()) {
            missing.add("snaptrade.client-id (SNAPTRADE_CLIENT_ID)");
        }
        if (snaptrade.consumerKey().isEmpty()) {
            missing.add("snaptrade.consumer-key (SNAPTRADE_CONSUMER_KEY)");
        }
        if (settings.secretKey().isEmpty()) {
            missing.add("storage.secret-key");
        }
        if (!missing.isEmpty()) {
            return BrokerageAccess.missing(missing);
        }
        var options = new SnapTrade.Options(
                URI.create(snaptrade.baseUrl()),
                snaptrade.clientId().orElseThrow(),
                snaptrade.consumerKey().orElseThrow().reveal());
        return BrokerageAccess.to(new BrokerageAccess.Service(
                new SnapTrade(options, exchange("SnapTrade", OptionalInt.empty()), json, clock),
                new SealedBrokerageLinks(kept, seal(settings.secretKey().orElseThrow()))));
    }

    private static AesGcmSeal seal(Secret key) {
        try {
            return AesGcmSeal.of(key.reveal());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting(
                    "setting storage.secret-key: " + wrong.getMessage() + "; make one with: openssl rand -base64 32");
        }
    }

    /** Bars of crypto currencies; empty unless they are switched on. */
    Optional<MarketData> binance(Settings.Strategies strategies) {
        return strategies.binance()
                ? Optional.of(new BinanceMarket(
                        new BinanceMarket.Options(
                                settings.market().pricesUrl(), strategies.badBars(), strategies.binanceBars()),
                        exchange("Binance", OptionalInt.of(strategies.binancePerSecond())),
                        json,
                        clock))
                : Optional.empty();
    }

    /** The tools, whether their services can be reached or not: they say what is missing. */
    List<Tool> tools(BrokerageAccess access, ConnectBrokerage connect) {
        Settings.Market market = settings.market();
        return List.of(
                new GetPortfolioTool(access),
                new GetPositionsTool(access),
                new GetOrdersTool(access),
                new ConnectBrokerageTool(connect),
                new SocialTrendsTool(market.socialUrl(), exchange("ApeWisdom", OptionalInt.empty()), json),
                new InsiderTradesTool(
                        market.secFilesUrl(),
                        market.secDataUrl(),
                        market.secContact(),
                        exchange("The SEC", OptionalInt.of(market.secPerSecond())),
                        json,
                        clock),
                new PriceHistoryTool(market.pricesUrl(), exchange("Binance", OptionalInt.empty()), json));
    }

    @Override
    public void close() {
        http.close();
    }
}
