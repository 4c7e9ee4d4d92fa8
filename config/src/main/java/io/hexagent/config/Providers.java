package io.hexagent.config;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.failsafe.ResilientLanguageModel;
import io.hexagent.infrastructure.failsafe.ResilientProvider;
import io.hexagent.infrastructure.http.PooledHttp;
import io.hexagent.infrastructure.langchain4j.AnthropicProvider;
import io.hexagent.infrastructure.langchain4j.OpenAiProvider;
import io.hexagent.infrastructure.measured.MeasuredProvider;
import io.hexagent.infrastructure.offline.OfflineProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The providers that the settings and the host name, and which of them answers when none is chosen. */
final class Providers implements AutoCloseable {
    static final String OFFLINE = "offline";
    static final String OPENAI = "openai";
    static final String ANTHROPIC = "anthropic";

    private final ModelCatalog catalog;
    private final Optional<PooledHttp> http;

    private Providers(ModelCatalog catalog, Optional<PooledHttp> http) {
        this.catalog = catalog;
        this.http = http;
    }

    ModelCatalog catalog() {
        return catalog;
    }

    /** @throws InvalidSetting when the chosen provider is not configured, or several are and none is chosen */
    static Providers open(
            Parts parts,
            Settings settings,
            Embedder embedder,
            Json json,
            IdSource ids,
            InstantSource clock,
            Telemetry telemetry) {
        Settings.Llm llm = settings.llm();
        var providers = new ArrayList<LanguageProvider>(parts.providers());
        if (llm.anthropic().baseUrl().isPresent() && llm.anthropic().apiKey().isEmpty()) {
            throw new InvalidSetting("ANTHROPIC_BASE_URL is set, but the key is missing: set ANTHROPIC_API_KEY");
        }
        boolean remote = llm.openai().isConfigured() || llm.anthropic().isConfigured();
        Optional<PooledHttp> http = remote ? Optional.of(new PooledHttp(httpOptions(llm))) : Optional.empty();
        http.ifPresent(pool -> {
            watch(pool, llm.maxConnections(), telemetry);
            var resilience = new ResilientLanguageModel.Options(
                    llm.attempts(),
                    llm.backoffMin(),
                    llm.backoffMax(),
                    llm.backoffJitter(),
                    llm.deadline(),
                    llm.breakerFailures(),
                    llm.breakerPause());
            if (llm.openai().isConfigured()) {
                providers.add(new ResilientProvider(
                        new OpenAiProvider(openAiOptions(llm, llm.openai()), pool, json, ids, clock),
                        resilience,
                        clock));
            }
            if (llm.anthropic().isConfigured()) {
                providers.add(new ResilientProvider(
                        new AnthropicProvider(anthropicOptions(llm, llm.anthropic()), pool, json, ids, clock),
                        resilience,
                        clock));
            }
        });
        providers.add(new OfflineProvider(() -> embedder, json));
        try {
            LanguageProvider preferred = preferred(parts, llm, providers);
            String model =
                    llm.model().map(name -> withoutProvider(name, preferred)).orElse(preferred.defaultModel());
            if (!preferred.takesOtherModels() && !preferred.models().contains(model)) {
                throw new InvalidSetting(
                        "setting model (MODEL): provider \"" + preferred.name() + "\" has no model \"" + model
                                + "\", it has " + preferred.models()
                                + "; another provider is configured by OPENAI_API_KEY, OPENAI_BASE_URL or"
                                + " ANTHROPIC_API_KEY");
            }
            return new Providers(
                    new ModelCatalog(measured(providers, telemetry), new ModelName(preferred.name(), model)), http);
        } catch (InvalidSetting wrong) {
            http.ifPresent(PooledHttp::close);
            throw wrong;
        }
    }

    private static List<LanguageProvider> measured(List<LanguageProvider> providers, Telemetry telemetry) {
        return telemetry.equals(Telemetry.NONE)
                ? providers
                : providers.stream()
                        .<LanguageProvider>map(provider -> new MeasuredProvider(provider, telemetry))
                        .toList();
    }

    private static void watch(PooledHttp http, int most, Telemetry telemetry) {
        telemetry.watch(
                new Gauge.Pool(Gauge.Owner.HTTP, Gauge.Use.ACTIVE),
                () -> http.use().active());
        telemetry.watch(
                new Gauge.Pool(Gauge.Owner.HTTP, Gauge.Use.IDLE),
                () -> http.use().idle());
        telemetry.watch(
                new Gauge.Pool(Gauge.Owner.HTTP, Gauge.Use.WAITING),
                () -> http.use().waiting());
        telemetry.watch(new Gauge.Pool(Gauge.Owner.HTTP, Gauge.Use.MOST), () -> most);
    }

    private static LanguageProvider preferred(Parts parts, Settings.Llm llm, List<LanguageProvider> providers) {
        if (llm.provider().isPresent()) {
            String wanted = llm.provider().get();
            return providers.stream()
                    .filter(provider -> provider.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> unknown(wanted, providers));
        }
        Optional<LanguageProvider> named = llm.model().stream()
                .flatMap(model -> providers.stream().filter(provider -> model.startsWith(provider.name() + "/")))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (!parts.providers().isEmpty()) {
            return parts.providers().getFirst();
        }
        if (llm.openai().isConfigured() && llm.anthropic().isConfigured()) {
            throw new InvalidSetting(
                    "two providers are configured, openai and anthropic: say which one answers when none is"
                            + " chosen, with HEXAGENT_PROVIDER=openai or HEXAGENT_PROVIDER=anthropic");
        }
        // The configured vendor stands before offline, which is always last.
        return providers.getFirst();
    }

    private static InvalidSetting unknown(String wanted, List<LanguageProvider> providers) {
        Set<String> names = new TreeSet<>(List.of(OFFLINE, OPENAI, ANTHROPIC));
        providers.forEach(provider -> names.add(provider.name()));
        String hint =
                switch (wanted) {
                    case OPENAI -> "provider \"openai\" needs OPENAI_API_KEY, or OPENAI_BASE_URL for another server";
                    case ANTHROPIC -> "provider \"anthropic\" needs ANTHROPIC_API_KEY";
                    default -> "provider \"" + wanted + "\" not in " + names;
                };
        return new InvalidSetting("setting provider (HEXAGENT_PROVIDER): " + hint);
    }

    private static String withoutProvider(String name, LanguageProvider provider) {
        String prefix = provider.name() + "/";
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private static PooledHttp.Options httpOptions(Settings.Llm llm) {
        var defaults = PooledHttp.Options.defaults();
        return new PooledHttp.Options(
                llm.maxConnections(), llm.connectTimeout(), defaults.keepIdle(), defaults.checkIdle());
    }

    private static OpenAiProvider.Options openAiOptions(Settings.Llm llm, Settings.Vendor vendor) {
        return new OpenAiProvider.Options(
                OPENAI,
                vendor.baseUrl().orElse(OpenAiProvider.OPENAI_URL),
                vendor.apiKey().map(Secret::reveal).orElse(""),
                "OPENAI_API_KEY",
                llm.model().isPresent() && llm.provider().orElse(OPENAI).equals(OPENAI)
                        ? withoutPrefix(llm.model().get(), OPENAI)
                        : vendor.model(),
                vendor.models(),
                llm.timeout(),
                OptionalInt.of(llm.maxOutputTokens()),
                temperature(llm));
    }

    private static AnthropicProvider.Options anthropicOptions(Settings.Llm llm, Settings.Vendor vendor) {
        return new AnthropicProvider.Options(
                ANTHROPIC,
                vendor.baseUrl().orElse(AnthropicProvider.ANTHROPIC_URL),
                vendor.apiKey().map(Secret::reveal).orElse(""),
                "ANTHROPIC_API_KEY",
                vendor.model(),
                vendor.models(),
                llm.timeout(),
                llm.maxOutputTokens(),
                temperature(llm));
    }

    private static String withoutPrefix(String name, String provider) {
        return name.startsWith(provider + "/") ? name.substring(provider.length() + 1) : name;
    }

    private static OptionalDouble temperature(Settings.Llm llm) {
        return llm.temperature().isPresent()
                ? OptionalDouble.of(llm.temperature().get())
                : OptionalDouble.empty();
    }

    @Override
    public void close() {
        http.ifPresent(PooledHttp::close);
    }
}
