package io.hexagent.infrastructure.fetch;

import io.hexagent.domain.web.FetchBody;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.FetchRequest.Method;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetched.Reason;
import io.hexagent.domain.web.Fetched.Refused;
import io.hexagent.domain.web.Fetcher;
import io.hexagent.infrastructure.http.QuietConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches from public addresses. Names are looked up once for each connection, and the addresses that were checked are
 * those that are connected to, while TLS still checks the name. A redirect is a request of its own. It keeps no
 * connections, no cookies and no passwords, and uses no proxy.
 *
 * <p>Each request works on a virtual thread of its own, which is left behind when its time is over or its caller is
 * interrupted. Safe for use by many threads.
 */
public final class SafeFetcher implements Fetcher, AutoCloseable {

    /**
     * @param caps the widest caps that a request can have
     * @param connectTimeout for a connection, and for a free place among those that may be open
     * @param maxConnections open at once
     * @param allowed hosts that need not be public
     * @param userAgent what servers are told who asks, unless a request says so itself
     */
    public record Options(
            FetchCaps caps, Duration connectTimeout, int maxConnections, AllowedHosts allowed, String userAgent) {
        public Options {
            if (!connectTimeout.isPositive() || maxConnections < 1) {
                throw new IllegalArgumentException("the connect timeout and the number of connections must be positive;"
                        + " got " + connectTimeout + " and " + maxConnections);
            }
        }

        /** 5 MB, 20 s, 5 redirects; text, JSON and XML; 5 s to connect, 64 connections, no private host. */
        public static Options defaults() {
            return new Options(
                    new FetchCaps(
                            5 << 20,
                            Duration.ofSeconds(20),
                            5,
                            List.of(
                                    "text/*",
                                    "application/json",
                                    "application/*+json",
                                    "application/xml",
                                    "application/*+xml")),
                    Duration.ofSeconds(5),
                    64,
                    AllowedHosts.NONE,
                    "Hexagent");
        }
    }

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(64 << 10)
            .build();

    private final Options options;
    private final Exchange exchange;

    public SafeFetcher(Options options) {
        this(options, Names.OF_THE_SYSTEM, () -> new Socket(Proxy.NO_PROXY));
    }

    /** @param sockets unconnected ones */
    SafeFetcher(Options options, Names names, Supplier<Socket> sockets) {
        this.options = options;
        var client = HttpClients.createMinimal(new Connections(sockets)
                .setDnsResolver(new CheckedNames(names, options.allowed()))
                .setMaxConnTotal(options.maxConnections())
                .setMaxConnPerRoute(options.maxConnections())
                .setConnectionFactory(socket -> QuietConnection.on(socket, LIMITS))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(options.connectTimeout()))
                        .build())
                .build());
        this.exchange = new Exchange(client, options);
    }

    /** Connections over given sockets. */
    private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {
        private final Supplier<Socket> sockets;

        Connections(Supplier<Socket> sockets) {
            this.sockets = sockets;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    proxy -> sockets.get(),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build());
        }
    }

    @Override
    public Fetched fetch(FetchRequest request) {
        FetchCaps caps = tighter(request.caps());
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("a fetch was stopped before it began");
        }
        var task = new FutureTask<Fetched>(() -> follow(request, caps));
        Thread worker = Thread.ofVirtual().name("fetch").start(task);
        try {
            return task.get(caps.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            worker.interrupt();
            return new Refused(
                    Reason.TIME,
                    Hosts.shown(request.uri()) + " gave no whole answer within " + Hosts.seconds(caps.time()));
        } catch (InterruptedException stop) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw new CancellationException("the fetch from " + Hosts.shown(request.uri()) + " was stopped");
        } catch (ExecutionException problem) {
            throw new IllegalStateException("a fetch failed in an unknown way", problem.getCause());
        }
    }

    private FetchCaps tighter(FetchCaps asked) {
        FetchCaps own = options.caps();
        return new FetchCaps(
                Math.min(own.bytes(), asked.bytes()),
                own.time().compareTo(asked.time()) < 0 ? own.time() : asked.time(),
                Math.min(own.redirects(), asked.redirects()),
                asked.mediaTypes());
    }

    private Fetched follow(FetchRequest first, FetchCaps caps) {
        FetchRequest request = first;
        for (int redirects = 0; ; redirects++) {
            Optional<String> problem = Hosts.problem(request.uri());
            if (problem.isPresent()) {
                return new Refused(Reason.NO_ADDRESS, problem.get());
            }
            switch (exchange.once(request, caps)) {
                case Exchange.Came came -> {
                    return came.fetched();
                }
                case Exchange.Moved moved -> {
                    if (redirects >= caps.redirects()) {
                        return new Refused(
                                Reason.REDIRECT,
                                Hosts.shown(first.uri()) + " redirects more than " + caps.redirects() + " times");
                    }
                    Optional<URI> next = Hosts.resolved(request.uri(), moved.location());
                    if (next.isEmpty()) {
                        return new Refused(
                                Reason.REDIRECT,
                                Hosts.shown(request.uri()) + " redirects to something that is no address");
                    }
                    FetchRequest follower = follower(request, moved.status(), next.get());
                    if (!follower.method().isSafe() && !Hosts.sameOrigin(request.uri(), next.get())) {
                        return new Refused(
                                Reason.REDIRECT,
                                Hosts.shown(request.uri()) + " redirects a " + follower.method()
                                        + " to another host, which is not followed");
                    }
                    request = follower;
                }
            }
        }
    }

    /** As browsers do it: what was posted is fetched from where the answer is, unless the status says to post again. */
    private static FetchRequest follower(FetchRequest request, int status, URI uri) {
        Method method = request.method();
        boolean becomesGet = status == 303 ? !method.isSafe() : status < 303 && method == Method.POST;
        Map<String, String> headers = Hosts.sameOrigin(request.uri(), uri) ? request.headers() : Map.of();
        Optional<FetchBody> body = becomesGet ? Optional.empty() : request.body();
        return new FetchRequest(becomesGet ? Method.GET : method, uri, headers, body, request.caps());
    }

    /** Closes all connections; requests under way are refused as broken. */
    @Override
    public void close() {
        exchange.close(CloseMode.IMMEDIATE);
    }
}
