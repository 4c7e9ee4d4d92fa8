package io.hexagent.infrastructure.http;

import io.hexagent.infrastructure.http.HttpTrouble.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls over pooled, kept-alive connections and blocks until the answer is read. It follows no redirects, keeps no
 * cookies, asks for no compression and never repeats a request, but for one case: a kept connection that the server had
 * already closed is replaced once.
 *
 * <p>An interrupt ends a call at once and closes its connection. On a virtual thread the call runs on the caller; on a
 * platform thread, whose socket reads cannot be interrupted, it runs on a virtual thread that the caller waits for.
 * Safe for use by many threads.
 */
public final class PooledHttp implements AutoCloseable {

    /**
     * @param maxConnections open at once, for all hosts together and for each
     * @param connectTimeout for a new connection, and for a free place in the pool
     * @param keepIdle how long an unused connection is kept; noticed with the next call
     * @param checkIdle a connection unused for longer is checked before it is used again
     */
    public record Options(int maxConnections, Duration connectTimeout, Duration keepIdle, Duration checkIdle) {
        public Options {
            if (maxConnections < 1
                    || !connectTimeout.isPositive()
                    || !keepIdle.isPositive()
                    || !checkIdle.isPositive()) {
                throw new IllegalArgumentException("HTTP options must be positive: connections " + maxConnections
                        + ", connect timeout " + connectTimeout + ", keep idle " + keepIdle + ", check idle "
                        + checkIdle);
            }
        }

        /** 256 connections, 10 s to connect, idle connections kept 50 s and checked after 2 s. */
        public static Options defaults() {
            return new Options(256, Duration.ofSeconds(10), Duration.ofSeconds(50), Duration.ofSeconds(2));
        }
    }

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(64 << 10)
            .build();

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final AtomicLong lastSweep = new AtomicLong(System.nanoTime());
    private final Options options;
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private final Map<Duration, RequestConfig> configs = new ConcurrentHashMap<>();

    public PooledHttp(Options options) {
        this.options = options;
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(options.maxConnections())
                .setMaxConnPerRoute(options.maxConnections())
                .setConnectionFactory(socket -> QuietConnection.on(socket, LIMITS))
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setConnPoolPolicy(PoolReusePolicy.LIFO)
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoKeepAlive(true)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(options.connectTimeout()))
                        .setValidateAfterInactivity(TimeValue.of(options.checkIdle()))
                        .setTimeToLive(TimeValue.ofMinutes(30))
                        .build())
                .build();
        // The minimal client has no chain of handlers for redirects, cookies, authentication, compression and proxies:
        // it
        // takes about half the CPU of one where all of these are switched off.
        this.client = HttpClients.createMinimal(connections);
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Posts the first {@code length} bytes of {@code body} and reads the answer, whatever its status.
     *
     * @param headers sent as they are, a content type among them
     * @param silence the longest wait for the next byte of the answer
     * @throws HttpTrouble when there is no whole answer
     */
    public <T> T post(
            String url,
            Map<String, String> headers,
            byte[] body,
            int length,
            Duration silence,
            HttpAnswer.Reader<T> reader) {
        Target target = targets.computeIfAbsent(url, Target::of);
        return send(
                new Sent(
                        "POST", target, headers, Optional.of(new ByteArrayEntity(body, 0, length, (ContentType) null))),
                silence,
                reader);
    }

    /**
     * As {@link #post}, with any method.
     *
     * @param body empty: none
     */
    public <T> T send(
            String method,
            String url,
            Map<String, String> headers,
            Optional<byte[]> body,
            Duration silence,
            HttpAnswer.Reader<T> reader) {
        // Not kept: such addresses differ from call to call.
        return send(
                new Sent(
                        method,
                        Target.of(url),
                        headers,
                        body.map(bytes -> new ByteArrayEntity(bytes, (ContentType) null))),
                silence,
                reader);
    }

    /** What is sent. */
    private record Sent(String method, Target target, Map<String, String> headers, Optional<ByteArrayEntity> body) {}

    private <T> T send(Sent sent, Duration silence, HttpAnswer.Reader<T> reader) {
        if (Thread.currentThread().isInterrupted()) {
            throw sent.target().interrupted(new InterruptedException("before the request was sent"));
        }
        if (Thread.currentThread().isVirtual()) {
            return call(sent, silence, reader);
        }
        return onVirtualThread(sent.target(), () -> call(sent, silence, reader));
    }

    private static <T> T onVirtualThread(Target target, java.util.concurrent.Callable<T> call) {
        var task = new FutureTask<>(call);
        Thread worker = Thread.ofVirtual().name("http-call").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw target.interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("an HTTP call failed in an unknown way", e.getCause());
        }
    }

    private <T> T call(Sent sent, Duration silence, HttpAnswer.Reader<T> reader) {
        var progress = new ApacheAnswer.Progress();
        try {
            try {
                return exchange(sent, silence, reader, progress);
            } catch (NoHttpResponseException e) {
                if (progress.begun() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                return exchange(sent, silence, reader, progress);
            }
        } catch (IOException e) {
            throw trouble(sent.target(), silence, progress, e);
        }
    }

    private <T> T exchange(Sent sent, Duration silence, HttpAnswer.Reader<T> reader, ApacheAnswer.Progress progress)
            throws IOException {
        closeIdle();
        Target target = sent.target();
        ClassicHttpRequest request = new BasicClassicHttpRequest(sent.method(), target.host(), target.path());
        sent.headers().forEach(request::setHeader);
        sent.body().ifPresent(request::setEntity);
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(config(silence));
        return client.execute(target.host(), request, context, response -> {
            progress.begin();
            return reader.read(new ApacheAnswer(response));
        });
    }

    /** Now and then, on the way: no thread of its own only waits for connections to grow old. */
    private void closeIdle() {
        long now = System.nanoTime();
        long last = lastSweep.get();
        if (now - last > options.keepIdle().toNanos() && lastSweep.compareAndSet(last, now)) {
            connections.closeIdle(TimeValue.of(options.keepIdle()));
        }
    }

    private RequestConfig config(Duration silence) {
        return configs.computeIfAbsent(
                silence,
                wait -> RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(options.connectTimeout()))
                        .setResponseTimeout(timeout(wait))
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setContentCompressionEnabled(false)
                        .build());
    }

    private HttpTrouble trouble(Target target, Duration silence, ApacheAnswer.Progress progress, IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return target.interrupted(e);
        }
        String host = target.name();
        return switch (e) {
            case ConnectionRequestTimeoutException busy ->
                new HttpTrouble(
                        Kind.TIMEOUT,
                        "no free connection to " + host + " within " + seconds(options.connectTimeout()) + ", all "
                                + options.maxConnections() + " are in use",
                        e);
            case ConnectTimeoutException slow ->
                new HttpTrouble(Kind.TIMEOUT, host + " did not connect within " + seconds(options.connectTimeout()), e);
            case SocketTimeoutException silent ->
                new HttpTrouble(Kind.TIMEOUT, host + " sent nothing for " + seconds(silence), e);
            case UnknownHostException unknown ->
                new HttpTrouble(
                        Kind.UNREACHABLE, "there is no host " + target.host().getHostName(), e);
            case HttpHostConnectException refused ->
                new HttpTrouble(Kind.UNREACHABLE, host + " refused the connection", e);
            case InterruptedIOException interrupted -> target.interrupted(e);
            case SSLException tls
            when !progress.begun() -> new HttpTrouble(Kind.UNREACHABLE, "no secure connection to " + host, e);
            default ->
                progress.begun()
                        ? new HttpTrouble(Kind.CUT_OFF, host + " broke off in the middle of its answer", e)
                        : new HttpTrouble(Kind.BROKEN, host + " closed the connection without an answer", e);
        };
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /**
     * How the pool is used.
     *
     * @param active connections at work
     * @param idle connections kept for later
     * @param waiting callers without a connection
     */
    public record Use(int active, int idle, int waiting) {}

    /** How the pool is used now. */
    public Use use() {
        var stats = connections.getTotalStats();
        return new Use(stats.getLeased(), stats.getAvailable(), stats.getPending());
    }

    /** Closes all connections; calls under way break. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private record Target(HttpHost host, String path, String name) {
        static Target of(String url) {
            URI uri = URI.create(url);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException("not an http or https address: \"" + url + "\"");
            }
            String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            return new Target(new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()), path, uri.getAuthority());
        }

        HttpTrouble interrupted(Throwable cause) {
            return new HttpTrouble(Kind.INTERRUPTED, "the call of " + name + " was interrupted", cause);
        }
    }
}
