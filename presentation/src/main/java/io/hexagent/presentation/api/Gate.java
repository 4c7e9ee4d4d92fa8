package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Secret;
import io.hexagent.config.Settings;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.cors.CorsFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in while there are no accounts. A page of another site that a browser on this machine shows must reach
 * nothing: by a foreign Host (a name made to point here), or by a foreign Origin on a write. With a key, everything but
 * the health of the server needs it. Cross-origin pages may read answers only when their origin is listed. It stands in
 * for Micronaut's own filter, which refuses listed origins that are not local.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Replaces(CorsFilter.class)
final class Gate implements Ordered {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OPEN_PATHS = Set.of("/health", "/health/live", "/health/ready");

    /** What is told of the process itself, whatever it does of the whole. */
    private static final Set<String> OF_ITSELF = Set.of("/", "/health", "/health/live", "/health/ready", "/prometheus");

    /** How long another process may take to stand in for this one. */
    private static final String STAND_IN_SECONDS = "2";

    private static final String BEARER = "bearer ";
    private static final String PAGES = "/docs";
    private static final String NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private final Settings.Server server;
    private final boolean onLoopback;
    private final Replies replies;
    private final Leaving leaving;

    Gate(Hexagent hexagent, Replies replies, Leaving leaving) {
        this.server = hexagent.settings().server();
        this.onLoopback = Hosts.isLoopback(server.host());
        this.replies = replies;
        this.leaving = leaving;
    }

    @RequestFilter
    @Nullable
    MutableHttpResponse<?> enter(HttpRequest<?> request) {
        Optional<MutableHttpResponse<?>> refusal = refusal(request);
        refusal.ifPresent(response -> leave(request, response));
        return refusal.orElse(null);
    }

    @ResponseFilter
    void leave(HttpRequest<?> request, MutableHttpResponse<?> response) {
        HttpHeaders asked = request.getHeaders();
        var headers = response.getHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (!headers.contains("Content-Security-Policy") && !request.getPath().startsWith(PAGES)) {
            headers.set("Content-Security-Policy", NOTHING_POLICY);
        }
        if (!server.cors().origins().isEmpty()) {
            headers.set("Vary", "Origin");
        }
        String origin = asked.get(HttpHeaders.ORIGIN);
        if (origin != null && server.cors().origins().contains(origin)) {
            headers.set("Access-Control-Allow-Origin", origin);
            headers.set("Access-Control-Expose-Headers", "Location,X-Total-Count,Retry-After,Idempotency-Replayed");
            if (server.cors().credentials()) {
                headers.set("Access-Control-Allow-Credentials", "true");
            }
        }
    }

    private Optional<MutableHttpResponse<?>> refusal(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        String host = headers.get(HttpHeaders.HOST);
        if (isForeign(host)) {
            return refused(
                    HttpStatus.FORBIDDEN,
                    "foreign_host",
                    "the Host header names no address of this server; use 127.0.0.1 or localhost");
        }
        String origin = headers.get(HttpHeaders.ORIGIN);
        boolean listed = origin != null && server.cors().origins().contains(origin);
        if (origin != null
                && request.getMethod() == HttpMethod.OPTIONS
                && headers.contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            return listed
                    ? Optional.of(preflight())
                    : refused(HttpStatus.FORBIDDEN, "foreign_origin", "the origin is not in server.cors.origins");
        }
        if (origin != null && !listed && writes(request) && !isOwn(origin, host)) {
            return refused(
                    HttpStatus.FORBIDDEN,
                    "foreign_origin",
                    "a page of another origin may not write here; list it in server.cors.origins");
        }
        if (server.apiKey().isPresent()
                && !OPEN_PATHS.contains(request.getPath())
                && !isKey(server.apiKey().get(), headers.get(HttpHeaders.AUTHORIZATION))) {
            return refused(
                            HttpStatus.UNAUTHORIZED,
                            "unauthorized",
                            "send Authorization: Bearer with the key of HEXAGENT_API_KEY")
                    .map(response -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
        }
        if (server.role() == Settings.Role.WORKER && !OF_ITSELF.contains(request.getPath())) {
            return refused(
                    HttpStatus.NOT_FOUND,
                    "worker_only",
                    "this process works on runs and answers no requests (setting server.role); ask a gateway");
        }
        if (leaving.hasBegun() && begins(request)) {
            return refused(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "stopping",
                            "this process stops and begins nothing new; send it again")
                    .map(response -> response.header(HttpHeaders.RETRY_AFTER, STAND_IN_SECONDS));
        }
        return Optional.empty();
    }

    /** Whether it would begin something. A run may be cancelled, and go on, until the very end. */
    private static boolean begins(HttpRequest<?> request) {
        String path = request.getPath();
        return request.getMethod() == HttpMethod.POST && !path.endsWith("/cancel") && !path.endsWith("/resume");
    }

    /** A WebSocket begins as a read, and then anything may be sent over it. */
    private static boolean writes(HttpRequest<?> request) {
        return !READS.contains(request.getMethod())
                || request.getHeaders().contains(HttpHeaders.UPGRADE)
                || request.getHeaders().contains(HttpHeaders.SEC_WEBSOCKET_KEY);
    }

    /** Beyond loopback any name may lead here, and the key is what protects. */
    private boolean isForeign(@Nullable String host) {
        if (!onLoopback) {
            return false;
        }
        if (host == null) {
            return true;
        }
        String name = Hosts.nameOf(host);
        return !Hosts.isLoopbackName(name) && !name.equals(Hosts.nameOf(server.host()));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null && Hosts.authorityOf(origin).equalsIgnoreCase(host.strip());
    }

    private MutableHttpResponse<?> preflight() {
        return HttpResponse.noContent()
                .header(
                        "Access-Control-Allow-Methods",
                        String.join(",", server.cors().methods()))
                .header(
                        "Access-Control-Allow-Headers",
                        String.join(",", server.cors().headers()))
                .header("Access-Control-Max-Age", "600");
    }

    private Optional<MutableHttpResponse<?>> refused(HttpStatus status, String code, String detail) {
        return Optional.of(replies.problem(Problem.of(status, code, detail)));
    }

    /** Compares hashes, so that the time it takes tells nothing of the key or its length. */
    private static boolean isKey(Secret key, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        String given = authorization.substring(BEARER.length()).strip();
        return MessageDigest.isEqual(hash(given), hash(key.reveal()));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Before everything else. */
    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.before();
    }
}
