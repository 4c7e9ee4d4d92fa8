package io.hexagent.infrastructure.market;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.market.Form4.Transaction;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What insiders of a company bought, sold and were awarded, from the SEC's form 4. Whoever files a form writes the
 * names, titles and securities in it: the result is marked as written by others. Safe for use by many threads.
 */
public final class InsiderTradesTool extends MarketTool {
    private static final int USUAL = 10;
    private static final int MOST = 40;

    private final Optional<Edgar> edgar;

    /**
     * @param filesUrl as {@code https://www.sec.gov}
     * @param dataUrl as {@code https://data.sec.gov}
     * @param contact who asks, with a mail address, as the SEC wants of every program; empty: the tool only says so
     * @param exchange at most 10 requests a second
     */
    public InsiderTradesTool(
            String filesUrl,
            String dataUrl,
            Optional<String> contact,
            Exchange exchange,
            Json json,
            InstantSource clock) {
        super(spec(
                "insider_trades",
                "Insider trades",
                "badge",
                "What officers, directors and large owners of a US company bought (code P), sold (S) or were awarded"
                        + " (A), from the newest statements on the SEC's form 4. Awards, exercises and gifts are no"
                        + " trades.",
                List.of(
                        "Are insiders of Apple buying?",
                        "Recent insider sales at NVDA",
                        "Who was awarded shares at Microsoft?"),
                Value.fields()
                        .put("ticker", text("The company's ticker, such as AAPL.", "^[A-Za-z0-9.\\-]{1,10}$"))
                        .put("filings", whole("How many of the newest statements; 10 by default.", 1, MOST))
                        .put(
                                "only_trades",
                                Value.fields()
                                        .put("type", "boolean")
                                        .put("description", "Whether to leave out all but purchases and sales.")
                                        .build())
                        .build(),
                List.of("ticker")));
        this.edgar = contact.map(who -> new Edgar(filesUrl, dataUrl, who, exchange, json, clock));
    }

    private record Traded(Edgar.Filing filing, Form4 form, Transaction transaction) {
        boolean isTrade() {
            return transaction.code().equals("P") || transaction.code().equals("S");
        }
    }

    @Override
    Value.Fields answer(Value.Fields arguments, ToolContext context) {
        Edgar sec = edgar.orElseThrow(() -> new Unset("setting market.sec-contact is missing: the SEC answers only"
                + " programs that name a contact; set it to a name and a mail address, such as \"Example Ltd"
                + " admin@example.com\", and start the program again"));
        String ticker = arguments
                .text("ticker")
                .orElseThrow(() -> new IllegalArgumentException("argument \"ticker\" is missing"));
        int most =
                Math.clamp(arguments.number("filings").map(BigDecimal::intValue).orElse(USUAL), 1, MOST);
        boolean onlyTrades = arguments.flag("only_trades").orElse(false);
        Edgar.Company company = sec.company(ticker)
                .orElseThrow(() ->
                        new IllegalArgumentException("the SEC knows no company with the ticker \"" + ticker + "\""));
        List<Edgar.Filing> filings = sec.ownership(company, most);
        var notes = new ArrayList<String>();
        var traded = new ArrayList<Traded>();
        for (int i = 0; i < filings.size(); i++) {
            context.progress()
                    .report(
                            100 * i / filings.size(),
                            "reading filing " + filings.get(i).accession());
            read(sec, company, filings.get(i), traded, notes);
        }
        traded.sort(
                Comparator.comparing((Traded one) -> one.transaction().date()).reversed());
        List<List<Value>> rows = traded.stream()
                .filter(one -> !onlyTrades || one.isTrade())
                .map(InsiderTradesTool::row)
                .toList();
        return Untrusted.result()
                .put("source", "SEC EDGAR, form 4")
                .put("company", company.name())
                .put("ticker", company.ticker())
                .put("filings", filings.size())
                .put("purchases", sum(traded, "P"))
                .put("sales", sum(traded, "S"))
                .put(
                        "table",
                        Table.of(
                                        List.of(
                                                "date",
                                                "insider",
                                                "role",
                                                "kind",
                                                "code",
                                                "security",
                                                "shares",
                                                "price",
                                                "value",
                                                "owned_after",
                                                "filed",
                                                "accession"),
                                        rows)
                                .toValue())
                .put("notes", Value.texts(notes))
                .build();
    }

    private static void read(
            Edgar sec, Edgar.Company company, Edgar.Filing filing, List<Traded> traded, List<String> notes) {
        Optional<byte[]> document = sec.document(company, filing);
        if (document.isEmpty()) {
            notes.add("filing " + filing.accession() + " is not there");
            return;
        }
        try {
            Form4 form = Form4.of(document.get());
            form.transactions().forEach(one -> traded.add(new Traded(filing, form, one)));
        } catch (Form4.Unreadable unreadable) {
            notes.add("filing " + filing.accession() + " could not be read");
        }
    }

    private static Value sum(List<Traded> traded, String code) {
        List<Transaction> those = traded.stream()
                .map(Traded::transaction)
                .filter(one -> one.code().equals(code))
                .toList();
        BigDecimal shares =
                those.stream().flatMap(one -> one.shares().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal value = those.stream().flatMap(one -> one.value().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
        return Value.fields()
                .put("count", those.size())
                .put("shares", Value.of(shares))
                .put("value_usd", Value.of(value))
                .build();
    }

    private static List<Value> row(Traded one) {
        Transaction transaction = one.transaction();
        return List.of(
                Value.of(transaction.date()),
                Value.of(one.form().owners()),
                Value.of(one.form().role()),
                Value.of(transaction.kind()),
                Value.of(transaction.code()),
                Value.of(transaction.security()),
                Source.orAbsent(transaction.shares()),
                Source.orAbsent(transaction.price()),
                Source.orAbsent(transaction.value()),
                Source.orAbsent(transaction.ownedAfter()),
                Value.of(one.filing().filed()),
                Value.of(one.filing().accession()));
    }
}
