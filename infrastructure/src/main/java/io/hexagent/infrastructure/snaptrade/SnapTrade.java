package io.hexagent.infrastructure.snaptrade;

import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.brokerage.BrokerageFailure.Code;
import io.hexagent.domain.brokerage.BrokerageOrder;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.brokerage.Holdings;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.Exchange.Answer;
import io.hexagent.infrastructure.http.Outage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** SnapTrade over HTTP (docs.snaptrade.com, version 1). Safe for use by many threads. */
public final class SnapTrade implements Brokerage {
    private static final String UNKNOWN_USER = "1083";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /**
     * @param baseUrl with the version, as {@code https://api.snaptrade.com/api/v1}
     * @param consumerKey the key that requests are signed with
     */
    public record Options(URI baseUrl, String clientId, String consumerKey) {
        public Options {
            if (clientId.isBlank() || consumerKey.isBlank()) {
                throw new IllegalArgumentException("SnapTrade needs a client id and a consumer key");
            }
        }

        @Override
        public String toString() {
            return "Options[baseUrl=" + baseUrl + ", clientId=" + clientId + ", consumerKey=(secret)]";
        }
    }

    private final Options options;
    private final Signature signature;
    private final Exchange exchange;
    private final Json json;
    private final InstantSource clock;

    public SnapTrade(Options options, Exchange exchange, Json json, InstantSource clock) {
        this.options = options;
        this.signature = new Signature(options.consumerKey(), json);
        this.exchange = exchange;
        this.json = json;
        this.clock = clock;
    }

    /** One request; parameters in the order in which they are sent. */
    private record Call(String method, String path, List<Parameter> parameters, Value content, boolean repeatable) {}

    private record Parameter(String name, String value) {}

    @Override
    public BrokerageUser register(String id) {
        // Not repeatable: the secret is told once.
        Value.Fields made = object(send(new Call(
                "POST",
                "/snapTrade/registerUser",
                List.of(),
                Value.fields().put("userId", id).build(),
                false)));
        return new BrokerageUser(Shapes.required(made, "userId"), Shapes.required(made, "userSecret"));
    }

    @Override
    public void remove(BrokerageUser user) {
        try {
            Value ignored = send(new Call(
                    "DELETE",
                    "/snapTrade/deleteUser",
                    List.of(new Parameter("userId", user.id())),
                    Value.Absent.ABSENT,
                    true));
        } catch (BrokerageFailure failure) {
            if (failure.code() != Code.NOT_FOUND && failure.code() != Code.USER_UNKNOWN) {
                throw failure;
            }
        }
    }

    @Override
    public URI loginPage(BrokerageUser user, Optional<String> broker, Optional<URI> back) {
        Value.Builder content = Value.fields()
                .put("broker", broker)
                .put("connectionType", "read")
                .put("customRedirect", back.map(URI::toString));
        back.ifPresent(page -> content.put("immediateRedirect", true));
        Value.Fields told = object(send(new Call("POST", "/snapTrade/login", of(user), content.build(), true)));
        try {
            URI page = URI.create(Shapes.required(told, "redirectURI"));
            if (page.getHost() != null && ("https".equals(page.getScheme()) || "http".equals(page.getScheme()))) {
                return page;
            }
        } catch (IllegalArgumentException wrong) {
            throw new BrokerageFailure(Code.MALFORMED, "SnapTrade's login page is no address", wrong);
        }
        throw Shapes.malformed("an http address");
    }

    @Override
    public List<BrokerageAccount> accounts(BrokerageUser user) {
        return Shapes.list(get("/accounts", of(user))).stream()
                .map(Shapes::account)
                .toList();
    }

    @Override
    public Holdings holdings(BrokerageUser user, String account) {
        String path = "/accounts/" + encoded(account);
        return new Holdings(
                Shapes.list(get(path + "/balances", of(user))).stream()
                        .flatMap(balance -> Shapes.cash(balance).stream())
                        .toList(),
                Shapes.list(get(path + "/positions", of(user))).stream()
                        .map(Shapes::position)
                        .toList());
    }

    @Override
    public List<BrokerageOrder> orders(BrokerageUser user, String account, Orders which, int days) {
        var parameters = new ArrayList<>(of(user));
        parameters.add(new Parameter("state", which.name().toLowerCase(Locale.ROOT)));
        parameters.add(new Parameter("days", Integer.toString(days)));
        return Shapes.list(get("/accounts/" + encoded(account) + "/orders", parameters)).stream()
                .map(Shapes::order)
                .toList();
    }

    private static List<Parameter> of(BrokerageUser user) {
        return List.of(new Parameter("userId", user.id()), new Parameter("userSecret", user.secret()));
    }

    private Value get(String path, List<Parameter> parameters) {
        return send(new Call("GET", path, parameters, Value.Absent.ABSENT, true));
    }

    private static Value.Fields object(Value answer) {
        if (answer instanceof Value.Fields fields) {
            return fields;
        }
        throw Shapes.malformed("an object");
    }

    private Value send(Call call) {
        String query = "clientId=" + encoded(options.clientId()) + "&timestamp="
                + clock.instant().getEpochSecond()
                + call.parameters().stream()
                        .map(one -> "&" + one.name() + "=" + encoded(one.value()))
                        .collect(Collectors.joining());
        String path = options.baseUrl().getRawPath() + call.path();
        Value content = Signature.sorted(call.content());
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Signature", signature.of(content, path, query));
        Optional<String> body = Optional.empty();
        if (content != Value.Absent.ABSENT) {
            headers.put("Content-Type", "application/json");
            body = Optional.of(json.write(content));
        }
        URI uri = URI.create(
                options.baseUrl().getScheme() + "://" + options.baseUrl().getRawAuthority() + path + "?" + query);
        Answer answer;
        try {
            answer = exchange.send(new Exchange.Request(call.method(), uri, headers, body, call.repeatable()));
        } catch (Outage outage) {
            throw new BrokerageFailure(Code.UNAVAILABLE, "SnapTrade: " + outage.getMessage(), outage);
        }
        if (!answer.isOk()) {
            throw failure(answer);
        }
        return read(answer);
    }

    private Value read(Answer answer) {
        try {
            return answer.bytes().length == 0 ? Value.Absent.ABSENT : json.read(answer.text());
        } catch (Json.MalformedJson wrong) {
            throw new BrokerageFailure(Code.MALFORMED, "SnapTrade's answer is no JSON", wrong);
        }
    }

    /** What the service says in words is not handed on: it may repeat what was sent. */
    private BrokerageFailure failure(Answer answer) {
        int status = answer.status();
        String code = code(answer).map(text -> ", code " + text).orElse("");
        if (code(answer).filter(UNKNOWN_USER::equals).isPresent()) {
            return new BrokerageFailure(
                    Code.USER_UNKNOWN, "SnapTrade does not know this connection any more (code " + UNKNOWN_USER + ")");
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return new BrokerageFailure(
                    Code.CREDENTIALS_REFUSED,
                    "SnapTrade does not accept the credentials of this program (status " + status + code
                            + "); check the settings snaptrade.client-id and snaptrade.consumer-key");
        }
        if (status == NOT_FOUND) {
            return new BrokerageFailure(Code.NOT_FOUND, "SnapTrade has no such thing (status 404" + code + ")");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new BrokerageFailure(Code.UNAVAILABLE, "SnapTrade cannot answer now (status " + status + code + ")");
        }
        return new BrokerageFailure(Code.REFUSED, "SnapTrade refused the request (status " + status + code + ")");
    }

    /** A short number, as a text or a number. */
    private Optional<String> code(Answer answer) {
        try {
            return json.read(answer.text()) instanceof Value.Fields told
                    ? Optional.of(told.get("code").toString()).filter(code -> code.matches("\\d{1,6}"))
                    : Optional.empty();
        } catch (Json.MalformedJson wrong) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
