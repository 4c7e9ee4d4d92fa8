package io.hexagent.presentation.api;

import io.hexagent.application.brokerage.ConnectBrokerage;
import io.hexagent.application.brokerage.DisconnectBrokerage;
import io.hexagent.application.brokerage.InspectBrokerage;
import io.hexagent.application.brokerage.ListBrokerageAccounts;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.BrokerageShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The link to brokers: connect, status, accounts, remove. */
@Controller("/api/snaptrade")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SnapTradeController {
    private static final int LONGEST_ADDRESS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;

    SnapTradeController(Hexagent hexagent, Replies replies, Bodies bodies) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
    }

    /** Names the page on which the person logs in at a broker. */
    @Post("/connect")
    HttpResponse<String> connect(HttpRequest<?> request) {
        Asked asked = bodies.optionalAsked(request);
        Optional<String> broker = asked.optionalId("broker");
        Optional<URI> back = asked.optionalText("redirect_uri").flatMap(text -> address(asked, text));
        asked.check();
        var command = new ConnectBrokerage.Command(Principal.LOCAL, broker, back);
        return switch (hexagent.connectBrokerage().handle(command)) {
            case ConnectBrokerage.Outcome.LogIn logIn ->
                replies.ok(Value.fields()
                        .put("redirect_uri", logIn.page().toString())
                        .put("auth_status", "login_required")
                        .build());
            case ConnectBrokerage.Outcome.Missing missing -> throw missing(missing.message());
            case ConnectBrokerage.Outcome.Failed failed -> throw failed(failed.failure());
        };
    }

    private static Optional<URI> address(Asked asked, String text) {
        try {
            URI uri = URI.create(text);
            if (text.length() <= LONGEST_ADDRESS
                    && uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException wrong) {
            asked.wrong("redirect_uri", "field \"redirect_uri\" is no address");
            return Optional.empty();
        }
        asked.wrong("redirect_uri", "field \"redirect_uri\" must be an http or https address");
        return Optional.empty();
    }

    @Get("/status")
    HttpResponse<String> status() {
        return replies.ok(BrokerageShapes.status(
                hexagent.inspectBrokerage().handle(new InspectBrokerage.Command(Principal.LOCAL))));
    }

    @Get("/accounts")
    HttpResponse<String> accounts() {
        return switch (hexagent.listBrokerageAccounts().handle(new ListBrokerageAccounts.Command(Principal.LOCAL))) {
            case ListBrokerageAccounts.Outcome.Listed listed ->
                replies.ok(
                        listed.accounts().stream().map(BrokerageShapes::account).toList());
            case ListBrokerageAccounts.Outcome.Missing missing -> throw missing(missing.message());
            case ListBrokerageAccounts.Outcome.Failed failed -> throw failed(failed.failure());
        };
    }

    /** Removes the connection with all accounts, at the service too. */
    @Delete("/connection")
    HttpResponse<String> disconnect() {
        return switch (hexagent.disconnectBrokerage().handle(new DisconnectBrokerage.Command(Principal.LOCAL))) {
            case DisconnectBrokerage.Outcome.Disconnected gone -> replies.noContent();
            case DisconnectBrokerage.Outcome.None none ->
                throw Problem.of(HttpStatus.NOT_FOUND, "not_found", "there is no brokerage connection");
            case DisconnectBrokerage.Outcome.Missing missing -> throw missing(missing.message());
            case DisconnectBrokerage.Outcome.Failed failed -> throw failed(failed.failure());
        };
    }

    private Problem missing(String message) {
        var status = hexagent.inspectBrokerage().handle(new InspectBrokerage.Command(Principal.LOCAL));
        return Problem.of(
                        HttpStatus.CONFLICT,
                        status.configured() ? "brokerage_not_connected" : "brokerage_not_configured",
                        message)
                .with("missing", Value.texts(status.missing()));
    }

    private static Problem failed(BrokerageFailure failure) {
        return switch (failure.code()) {
            case UNAVAILABLE ->
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "brokerage_unavailable", failure.getMessage())
                        .retryAfter(PATIENCE);
            case USER_UNKNOWN ->
                Problem.of(
                        HttpStatus.CONFLICT,
                        "brokerage_not_connected",
                        failure.getMessage() + "; remove the connection and connect again");
            case CREDENTIALS_REFUSED, NOT_FOUND, REFUSED, MALFORMED ->
                Problem.of(HttpStatus.BAD_GATEWAY, "brokerage_refused", failure.getMessage());
        };
    }
}
