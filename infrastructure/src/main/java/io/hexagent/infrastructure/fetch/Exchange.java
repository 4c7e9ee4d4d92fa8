package io.hexagent.infrastructure.fetch;

import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetched.Reason;
import io.hexagent.domain.web.Fetched.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** One request and its answer, on one connection that is closed afterwards. */
final class Exchange {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int CHUNK = 8_192;

    private final MinimalHttpClient client;
    private final SafeFetcher.Options options;

    Exchange(MinimalHttpClient client, SafeFetcher.Options options) {
        this.client = client;
        this.options = options;
    }

    /** What came. */
    sealed interface Step {}

    /** The end of it. */
    record Came(Fetched fetched) implements Step {}

    /** The answer is elsewhere. */
    record Moved(int status, String location) implements Step {}

    /** Leaves an answer whose body is not wanted: reading it to its end may take for ever. */
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Step step;

        Left(Step step) {
            super("the body was left unread", null, false, false);
            this.step = step;
        }
    }

    Step once(FetchRequest asked, FetchCaps caps) {
        URI uri = asked.uri();
        var request = new HttpUriRequestBase(asked.method().name(), uri);
        request.setHeader("Accept", "*/*");
        request.setHeader("User-Agent", options.userAgent());
        asked.headers().forEach(request::setHeader);
        request.setHeader("Accept-Encoding", "gzip");
        // Each connection serves one request, so that its address was checked for this one.
        request.setHeader("Connection", "close");
        asked.body()
                .ifPresent(body ->
                        request.setEntity(new ByteArrayEntity(body.bytes(), ContentType.parse(body.mediaType()))));
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(options.connectTimeout()))
                .setResponseTimeout(Timeout.of(caps.time()))
                .build());
        var host = new HttpHost(uri.getScheme().toLowerCase(Locale.ROOT), Hosts.name(uri), uri.getPort());
        try {
            return client.execute(host, request, response -> read(uri, request, response, caps));
        } catch (Left left) {
            return left.step;
        } catch (IOException | IllegalStateException problem) {
            return new Came(refused(uri, caps, problem));
        }
    }

    private Step read(URI uri, HttpUriRequestBase request, ClassicHttpResponse response, FetchCaps caps)
            throws IOException {
        int status = response.getCode();
        Header location = response.getFirstHeader("Location");
        if (REDIRECTS.contains(status) && location != null) {
            throw left(request, new Moved(status, location.getValue()));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName(), String.valueOf(header.getValue()));
        }
        String contentType = headers(response, "Content-Type").orElse("");
        HttpEntity entity = response.getEntity();
        if (entity == null || entity.getContentLength() == 0) {
            return new Came(new Fetched.Answer(status, contentType, new byte[0], uri, headers));
        }
        var whole = new Fetched.Answer(status, contentType, new byte[0], uri, headers);
        if (!MediaTypes.match(caps.mediaTypes(), whole.mediaType())
                || !MediaTypes.match(options.caps().mediaTypes(), whole.mediaType())) {
            // What an error says of itself matters less than that it is one.
            throw left(request, new Came(status >= 400 ? whole : wrongType(uri, whole.mediaType())));
        }
        String encoding =
                headers(response, "Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        boolean zipped = encoding.equals("gzip") || encoding.equals("x-gzip");
        if (!zipped && !encoding.equals("identity")) {
            throw left(
                    request,
                    new Came(new Refused(
                            Reason.TYPE, Hosts.shown(uri) + " sent its answer compressed as " + shown(encoding))));
        }
        if (entity.getContentLength() > caps.bytes()) {
            throw left(request, tooLarge(uri, caps));
        }
        InputStream raw = entity.getContent();
        byte[] bytes = bytes(zipped ? new GZIPInputStream(raw, CHUNK) : raw, uri, request, caps);
        Step came = new Came(new Fetched.Answer(status, contentType, bytes, uri, headers));
        if (raw.read() >= 0) {
            throw left(request, came);
        }
        return came;
    }

    private static Optional<String> headers(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    private static byte[] bytes(InputStream body, URI uri, HttpUriRequestBase request, FetchCaps caps)
            throws IOException {
        var bytes = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            if (bytes.size() + (long) read > caps.bytes()) {
                throw left(request, tooLarge(uri, caps));
            }
            bytes.write(chunk, 0, read);
        }
        return bytes.toByteArray();
    }

    private static Left left(HttpUriRequestBase request, Step step) {
        request.abort();
        return new Left(step);
    }

    private static Came tooLarge(URI uri, FetchCaps caps) {
        return new Came(new Refused(
                Reason.TOO_LARGE, "the answer of " + Hosts.shown(uri) + " has more than " + caps.bytes() + " bytes"));
    }

    private static Refused wrongType(URI uri, String mediaType) {
        return new Refused(
                Reason.TYPE,
                Hosts.shown(uri) + " answered with " + shown(mediaType) + ", which is not read (setting fetch.types)");
    }

    private static String shown(String word) {
        return word.replaceAll("[^a-z0-9.+/-]", "?").substring(0, Math.min(60, word.length()));
    }

    private Refused refused(URI uri, FetchCaps caps, Exception problem) {
        String host = Hosts.shown(uri);
        return switch (problem) {
            case CheckedNames.NotPublic inside ->
                new Refused(
                        Reason.PRIVATE,
                        host + " is not a public host, and private ones are not fetched from (setting fetch.allow lists"
                                + " exceptions)");
            case UnknownHostException unknown -> new Refused(Reason.UNREACHABLE, "there is no host " + host);
            case ConnectionRequestTimeoutException busy ->
                new Refused(Reason.TIME, "too much is being fetched at once; try again later");
            case ConnectTimeoutException slow ->
                new Refused(
                        Reason.UNREACHABLE,
                        host + " did not connect within " + Hosts.seconds(options.connectTimeout()));
            case SocketTimeoutException silent ->
                new Refused(Reason.TIME, host + " sent nothing for " + Hosts.seconds(caps.time()));
            case HttpHostConnectException refused -> new Refused(Reason.UNREACHABLE, host + " refused the connection");
            case SSLException tls -> new Refused(Reason.UNREACHABLE, "there is no secure connection to " + host);
            default -> new Refused(Reason.BROKEN, host + " broke off, or sent something that is no HTTP");
        };
    }

    void close(CloseMode mode) {
        client.close(mode);
    }
}
