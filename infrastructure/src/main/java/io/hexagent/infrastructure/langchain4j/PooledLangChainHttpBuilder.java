package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import io.hexagent.infrastructure.http.PooledHttp;
import java.time.Duration;

/** Hands the shared pool to LangChain4j's models, whose own wishes for a connect timeout the pool does not follow. */
final class PooledLangChainHttpBuilder implements HttpClientBuilder {
    private final PooledHttp http;
    private final Duration silence;

    PooledLangChainHttpBuilder(PooledHttp http, Duration silence) {
        this.http = http;
        this.silence = silence;
    }

    @Override
    public Duration connectTimeout() {
        return silence;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return silence;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return new PooledLangChainHttp(http, silence);
    }
}
