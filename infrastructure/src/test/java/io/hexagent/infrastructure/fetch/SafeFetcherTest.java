package io.hexagent.infrastructure.fetch;

import static io.hexagent.infrastructure.fetch.LoopbackServer.always;
import static io.hexagent.infrastructure.fetch.LoopbackServer.page;
import static io.hexagent.infrastructure.fetch.LoopbackServer.redirect;
import static io.hexagent.infrastructure.fetch.LoopbackServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.web.FetchBody;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.FetchRequest.Method;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetched.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SafeFetcherTest {
    private static final String PUBLIC = "93.184.216.34";
    private static final String OTHER = "1.1.1.1";

    /** The addresses that were connected to. */
    private final List<String> reached = new CopyOnWriteArrayList<>();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private LoopbackServer server(LoopbackServer.Answer answer) throws IOException {
        var server = new LoopbackServer(answer);
        open.add(server);
        return server;
    }

    private static SafeFetcher.Options options(FetchCaps caps, String... allowed) {
        return new SafeFetcher.Options(caps, Duration.ofSeconds(5), 8, AllowedHosts.of(List.of(allowed)), "Test/1");
    }

    private static FetchCaps caps() {
        return new FetchCaps(10_000, Duration.ofSeconds(20), 3, List.of("text/*", "application/json"));
    }

    private SafeFetcher fetcher(SafeFetcher.Options options) {
        var fetcher = new SafeFetcher(options);
        open.add(fetcher);
        return fetcher;
    }

    /** An internet where every public address is served by the server, and others are what they are. */
    private SafeFetcher internet(LoopbackServer server, Names names) {
        return internet(server, names, caps());
    }

    private SafeFetcher internet(LoopbackServer server, Names names, FetchCaps caps) {
        var fetcher = new SafeFetcher(options(caps), names, () -> new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                InetAddress address = ((InetSocketAddress) endpoint).getAddress();
                reached.add(address.getHostAddress());
                super.connect(
                        PublicAddresses.contain(address)
                                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())
                                : endpoint,
                        timeout);
            }
        });
        open.add(fetcher);
        return fetcher;
    }

    private static Names names(String host, String... literals) {
        return asked -> {
            if (!asked.equals(host)) {
                return List.of(InetAddress.getAllByName(asked));
            }
            var addresses = new ArrayList<InetAddress>();
            for (String literal : literals) {
                addresses.add(InetAddress.getByName(literal));
            }
            return addresses;
        };
    }

    private static Fetched get(SafeFetcher fetcher, String url) {
        return fetcher.fetch(FetchRequest.get(URI.create(url), FetchCaps.WIDEST));
    }

    private static Reason refused(Fetched fetched) {
        return ((Fetched.Refused) fetched).reason();
    }

    private static String text(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Answer.class);
        return ((Fetched.Answer) fetched).text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://LOCALHOST.:%d/",
                "http://[::1]:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://2130706433:%d/",
                "http://127.1:%d/",
                "http://0:%d/",
                "http://0.0.0.0:%d/",
                "https://127.0.0.1:%d/"
            })
    void aPrivateAddressIsNeverConnectedTo(String url) throws IOException {
        LoopbackServer inside = server(always(page("secret")));
        Fetched fetched = get(fetcher(options(caps())), String.format(url, inside.port()));
        assertThat(refused(fetched)).isIn(Reason.PRIVATE, Reason.UNREACHABLE, Reason.NO_ADDRESS);
        assertThat(fetched.toString()).doesNotContain("secret");
        assertThat(inside.connections()).isZero();
    }

    @Test
    void aRedirectToAPrivateAddressIsNotFollowed() throws IOException {
        LoopbackServer inside = server(always(page("secret")));
        LoopbackServer outside = server(always(redirect(302, "http://127.0.0.1:" + inside.port() + "/")));
        Fetched fetched = get(internet(outside, names("public.test", PUBLIC)), "http://public.test/");
        assertThat(refused(fetched)).isEqualTo(Reason.PRIVATE);
        assertThat(((Fetched.Refused) fetched).message()).contains("fetch.allow");
        assertThat(inside.connections()).isZero();
        assertThat(reached).containsExactly(PUBLIC);
    }

    @Test
    void aNameThatChangesBetweenTwoLookupsIsConnectedToWhereItWasChecked() throws IOException {
        LoopbackServer outside = server(always(page("public")));
        var lookups = new AtomicInteger();
        Names changing = host -> List.of(InetAddress.getByName(lookups.getAndIncrement() == 0 ? PUBLIC : "127.0.0.1"));
        SafeFetcher fetcher = internet(outside, changing);
        assertThat(text(get(fetcher, "http://changing.test/"))).isEqualTo("public");
        assertThat(lookups).hasValue(1);
        assertThat(refused(get(fetcher, "http://changing.test/"))).isEqualTo(Reason.PRIVATE);
        assertThat(reached).containsExactly(PUBLIC);
    }

    @Test
    void aNameThatChangesWhileItRedirectsToItselfIsCheckedAgain() throws IOException {
        LoopbackServer inside = server(always(page("secret")));
        LoopbackServer outside =
                server(always(redirect(302, "http://changing.test:" + inside.port() + "/latest/meta-data")));
        var lookups = new AtomicInteger();
        Names changing = host -> List.of(InetAddress.getByName(lookups.getAndIncrement() == 0 ? PUBLIC : "127.0.0.1"));
        Fetched fetched = get(internet(outside, changing), "http://changing.test/");
        assertThat(refused(fetched)).isEqualTo(Reason.PRIVATE);
        assertThat(inside.connections()).isZero();
        assertThat(reached).containsExactly(PUBLIC);
    }

    @Test
    void oneAddressThatIsNotPublicSpoilsAllOfAName() throws IOException {
        LoopbackServer outside = server(always(page("public")));
        Fetched fetched = get(internet(outside, names("mixed.test", PUBLIC, "10.0.0.1")), "http://mixed.test/");
        assertThat(refused(fetched)).isEqualTo(Reason.PRIVATE);
        assertThat(((Fetched.Refused) fetched).message()).doesNotContain("10.0.0.1");
        assertThat(reached).isEmpty();
    }

    @Test
    void anAllowedPrivateHostIsFetchedFromOnItsPortOnly() throws IOException {
        LoopbackServer inside = server(always(page("wiki")));
        LoopbackServer neighbour = server(always(page("secret")));
        SafeFetcher fetcher = fetcher(options(caps(), "127.0.0.1:" + inside.port()));
        assertThat(text(get(fetcher, "http://127.0.0.1:" + inside.port() + "/")))
                .isEqualTo("wiki");
        assertThat(refused(get(fetcher, "http://127.0.0.1:" + neighbour.port() + "/")))
                .isEqualTo(Reason.PRIVATE);
        assertThat(neighbour.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://public.test/",
                "gopher://public.test/",
                "http:///nowhere",
                "public.test",
                "http://user:word@public.test/",
                "http://public.test:0/",
                "http://public.test:70000/",
                "jar:http://x!/y"
            })
    void onlyPlainHttpAddressesAreFetched(String url) throws IOException {
        LoopbackServer outside = server(always(page("public")));
        assertThat(refused(get(internet(outside, names("public.test", PUBLIC)), url)))
                .isEqualTo(Reason.NO_ADDRESS);
        assertThat(outside.connections()).isZero();
    }

    @Test
    void redirectsAreFollowedUpToTheCapAndTheLastAddressIsTold() throws IOException {
        LoopbackServer outside = server((request, out) -> {
            int hop = Integer.parseInt(request.split(" ", 3)[1].substring(1));
            say(out, hop == 3 ? page("there") : redirect(301, "/" + (hop + 1)));
        });
        SafeFetcher fetcher = internet(outside, names("public.test", PUBLIC));
        Fetched fetched = get(fetcher, "http://public.test/0");
        assertThat(text(fetched)).isEqualTo("there");
        assertThat(((Fetched.Answer) fetched).uri()).isEqualTo(URI.create("http://public.test/3"));
        LoopbackServer circle = server(always(redirect(302, "/again")));
        assertThat(refused(get(internet(circle, names("public.test", PUBLIC)), "http://public.test/")))
                .isEqualTo(Reason.REDIRECT);
        assertThat(circle.connections()).isEqualTo(4);
    }

    @Test
    void headersStayBehindWhenARedirectLeadsToAnotherOrigin() throws IOException {
        LoopbackServer outside = server((request, out) -> say(
                out,
                request.contains("Host: one.test")
                        ? redirect(302, request.startsWith("GET /same") ? "/here" : "http://two.test/there")
                        : page("done")));
        LoopbackServer same = server(
                (request, out) -> say(out, request.startsWith("GET /same") ? redirect(302, "/here") : page("done")));
        Names names = host -> List.of(InetAddress.getByName(host.equals("one.test") ? PUBLIC : OTHER));
        var request = new FetchRequest(
                Method.GET,
                URI.create("http://one.test/other"),
                Map.of("Authorization", "Bearer secret", "X-Key", "secret"),
                Optional.empty(),
                FetchCaps.WIDEST);
        assertThat(text(internet(outside, names).fetch(request))).isEqualTo("done");
        assertThat(outside.requests().get(0)).contains("Bearer secret").contains("X-Key: secret");
        assertThat(outside.requests().get(1)).startsWith("GET /there").doesNotContain("secret");
        var within = new FetchRequest(
                Method.GET, URI.create("http://one.test/same"), request.headers(), Optional.empty(), FetchCaps.WIDEST);
        assertThat(text(internet(same, names).fetch(within))).isEqualTo("done");
        assertThat(same.requests().get(1)).startsWith("GET /here").contains("Bearer secret");
    }

    @Test
    void whatWasPostedIsNotPostedToAnotherHost() throws IOException {
        Names names = host -> List.of(InetAddress.getByName(host.equals("one.test") ? PUBLIC : OTHER));
        var post = new FetchRequest(
                Method.POST,
                URI.create("http://one.test/"),
                Map.of(),
                Optional.of(FetchBody.json("{\"a\":1}")),
                FetchCaps.WIDEST);
        LoopbackServer away = server(always(redirect(307, "http://two.test/")));
        assertThat(refused(internet(away, names).fetch(post))).isEqualTo(Reason.REDIRECT);
        assertThat(away.requests()).hasSize(1);
        assertThat(away.requests().getFirst())
                .contains("Content-Type: application/json")
                .endsWith("{\"a\":1}");
        LoopbackServer see = server((request, out) ->
                say(out, request.startsWith("POST") ? redirect(303, "http://two.test/result") : page("made")));
        assertThat(text(internet(see, names).fetch(post))).isEqualTo("made");
        assertThat(see.requests().get(1)).startsWith("GET /result").doesNotContain("{");
    }

    @ParameterizedTest
    @CsvSource({"length", "chunks", "gzip"})
    void anAnswerOverTheCapIsLeftUnread(String how) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[5_000_000]);
        }
        var sent = new AtomicInteger();
        LoopbackServer outside = server((request, out) -> {
            String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
            switch (how) {
                case "length" -> say(out, head + "Content-Length: 99999999999\r\n\r\nbegin");
                case "gzip" -> {
                    say(out, head + "Content-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n");
                    out.write(zipped.toByteArray());
                }
                default -> {
                    say(out, head + "Transfer-Encoding: chunked\r\n\r\n");
                    // Without an end, unless the client leaves.
                    while (sent.incrementAndGet() < 100_000) {
                        say(out, "400\r\n" + "x".repeat(1024) + "\r\n");
                    }
                }
            }
        });
        Fetched fetched = get(internet(outside, names("big.test", PUBLIC)), "http://big.test/");
        assertThat(refused(fetched)).isEqualTo(Reason.TOO_LARGE);
        assertThat(sent.get()).isLessThan(100_000);
    }

    @Test
    void aRequestMayHaveTighterCapsThanTheFetcherButNoWiderOnes() throws IOException {
        LoopbackServer outside = server(always(page("x".repeat(2_000))));
        SafeFetcher fetcher = internet(outside, names("public.test", PUBLIC));
        URI uri = URI.create("http://public.test/");
        var tight = new FetchCaps(1_999, Duration.ofSeconds(20), 0, List.of());
        assertThat(refused(fetcher.fetch(FetchRequest.get(uri, tight)))).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused(fetcher.fetch(FetchRequest.get(uri, FetchCaps.WIDEST.ofTypes(List.of("application/json"))))))
                .isEqualTo(Reason.TYPE);
        assertThat(text(fetcher.fetch(FetchRequest.get(uri, FetchCaps.WIDEST)))).hasSize(2_000);
    }

    @Test
    void gzipIsUnpackedAndOtherCompressionRefused() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write("unpacked".getBytes(StandardCharsets.UTF_8));
        }
        LoopbackServer outside = server((request, out) -> {
            boolean brotli = request.startsWith("GET /br");
            say(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: " + (brotli ? "br" : "gzip")
                            + "\r\nContent-Length: " + zipped.size() + "\r\n\r\n");
            out.write(zipped.toByteArray());
        });
        SafeFetcher fetcher = internet(outside, names("zip.test", PUBLIC));
        assertThat(text(get(fetcher, "http://zip.test/"))).isEqualTo("unpacked");
        assertThat(refused(get(fetcher, "http://zip.test/br"))).isEqualTo(Reason.TYPE);
    }

    @ParameterizedTest
    @CsvSource({"image/png", "application/octet-stream", "application/x-sh", "''"})
    void aTypeThatIsNotAllowedIsNotRead(String type) throws IOException {
        LoopbackServer outside = server(always("HTTP/1.1 200 OK\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: 4\r\n\r\nbyte"));
        assertThat(refused(get(internet(outside, names("types.test", PUBLIC)), "http://types.test/")))
                .isEqualTo(Reason.TYPE);
    }

    @Test
    void anErrorIsAnAnswerWhateverItsType() throws IOException {
        LoopbackServer outside = server(always(
                "HTTP/1.1 503 Busy\r\nContent-Type: image/png\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbyte"));
        var answer = (Fetched.Answer) get(internet(outside, names("busy.test", PUBLIC)), "http://busy.test/");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.size()).isZero();
        assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void anAnswerThatTricklesIsGivenUpWhenItsTimeIsOver() throws IOException {
        LoopbackServer outside = server((request, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n");
            for (int i = 0; i < 1000; i++) {
                say(out, "x");
                out.flush();
                pause();
            }
        });
        var caps = new FetchCaps(10_000, Duration.ofMillis(500), 3, List.of());
        long start = System.nanoTime();
        Fetched fetched = get(internet(outside, names("slow.test", PUBLIC), caps), "http://slow.test/");
        assertThat(refused(fetched)).isEqualTo(Reason.TIME);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallerThatIsInterruptedIsLetGo() throws Exception {
        var asked = new CompletableFuture<Void>();
        LoopbackServer outside = server((request, out) -> {
            asked.complete(null);
            for (int i = 0; i < 500; i++) {
                pause();
            }
        });
        SafeFetcher fetcher = internet(outside, names("silent.test", PUBLIC));
        var came = new CompletableFuture<Object>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                came.complete(get(fetcher, "http://silent.test/"));
            } catch (CancellationException stopped) {
                came.complete(Thread.currentThread().isInterrupted());
            }
        });
        asked.get(20, TimeUnit.SECONDS);
        caller.interrupt();
        assertThat(came.get(10, TimeUnit.SECONDS)).isEqualTo(true);
    }

    @Test
    void anUnknownHostAndABrokenAnswerAreTold() throws IOException {
        Names nobody = host -> {
            throw new UnknownHostException(host);
        };
        LoopbackServer broken =
                server(always("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nhalf"));
        assertThat(refused(get(internet(broken, nobody), "http://nobody.test/")))
                .isEqualTo(Reason.UNREACHABLE);
        assertThat(refused(get(internet(broken, names("broken.test", PUBLIC)), "http://broken.test/")))
                .isEqualTo(Reason.BROKEN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Host          | other.test
        Content-Length| 3
        X-Key         | a\\r\\nHost: other.test
        Bad Name      | x
        """)
    void aHeaderThatCouldMakeTwoRequestsOfOneIsRefused(String name, String value) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new FetchRequest(
                        Method.GET,
                        URI.create("http://public.test/"),
                        Map.of(name, value.replace("\\r\\n", "\r\n")),
                        Optional.empty(),
                        FetchCaps.WIDEST))
                .withMessageNotContaining("other.test");
    }
}
