package io.hexagent.infrastructure.market;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.Exchange.Answer;
import io.hexagent.infrastructure.market.MarketTool.Unanswered;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One outside source that is only read. Safe for use by many threads. */
final class Source {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");

    private final String name;
    private final Exchange exchange;
    private final Map<String, String> headers;
    private final Json json;

    /** @param name what people call it */
    Source(String name, Exchange exchange, Map<String, String> headers, Json json) {
        this.name = name;
        this.exchange = exchange;
        this.headers = Map.copyOf(headers);
        this.json = json;
    }

    /** The answer, or empty when there is no such thing (404). @throws Unanswered for any other status but 2xx */
    Optional<Answer> get(String address) {
        Answer answer = exchange.send(Exchange.Request.get(URI.create(address), headers));
        if (answer.isOk()) {
            return Optional.of(answer);
        }
        if (answer.status() == 404) {
            return Optional.empty();
        }
        throw new Unanswered(name
                + (answer.status() == 429 || answer.status() >= 500
                        ? " cannot answer now (status "
                        : " refused the request (status ")
                + answer.status() + ")");
    }

    /** As {@link #get}, read as JSON. */
    Optional<Value> json(String address) {
        return get(address).map(answer -> {
            try {
                return json.read(answer.text());
            } catch (Json.MalformedJson wrong) {
                throw malformed();
            }
        });
    }

    Unanswered malformed() {
        return new Unanswered(name + "'s answer could not be read");
    }

    /** A number, or a text that is one. */
    static Optional<BigDecimal> number(Value value) {
        return switch (value) {
            case Value.Number number -> Optional.of(number.number());
            case Value.Text text ->
                NUMBER.matcher(text.text().strip()).matches()
                        ? Optional.of(new BigDecimal(text.text().strip()))
                        : Optional.empty();
            case Value.Flag flag -> Optional.empty();
            case Value.Items items -> Optional.empty();
            case Value.Fields fields -> Optional.empty();
            case Value.Absent absent -> Optional.empty();
        };
    }

    static Value orAbsent(Optional<BigDecimal> number) {
        return number.map(Value::of).orElse(Value.Absent.ABSENT);
    }
}
