package io.hexagent.infrastructure.market;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.Exchange.Answer;
import io.hexagent.infrastructure.market.MarketTool.Unanswered;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The SEC's filings (www.sec.gov/search-filings/edgar-application-programming-interfaces): ticker to company, company
 * to filings, filing to document. The list of companies is kept for a day. Safe for use by many threads.
 */
final class Edgar {
    private static final Duration KEPT = Duration.ofDays(1);

    /** @param cik the number without leading zeros */
    record Company(long cik, String ticker, String name) {}

    /** @param filed the day, as 2024-01-31 */
    record Filing(String accession, String filed, String document) {}

    /** Companies by ticker in capital letters. */
    private record Known(Map<String, Company> companies, Instant at) {}

    private final String filesUrl;
    private final String dataUrl;
    private final Source source;
    private final InstantSource clock;
    private volatile Known known = new Known(Map.of(), Instant.MIN);

    /**
     * @param filesUrl as {@code https://www.sec.gov}
     * @param dataUrl as {@code https://data.sec.gov}
     * @param contact who asks, with an address: the SEC refuses others
     */
    Edgar(String filesUrl, String dataUrl, String contact, Exchange exchange, Json json, InstantSource clock) {
        this.filesUrl = filesUrl;
        this.dataUrl = dataUrl;
        this.source = new Source("The SEC", exchange, Map.of("User-Agent", contact), json);
        this.clock = clock;
    }

    Optional<Company> company(String ticker) {
        Known list = known;
        Instant now = clock.instant();
        if (list.companies().isEmpty() || list.at().plus(KEPT).isBefore(now)) {
            list = new Known(companies(), now);
            known = list;
        }
        return Optional.ofNullable(list.companies().get(ticker.toUpperCase(Locale.ROOT)));
    }

    private Map<String, Company> companies() {
        Value told = source.json(filesUrl + "/files/company_tickers.json")
                .orElseThrow(() -> new Unanswered("The SEC's list of companies is not there"));
        if (!(told instanceof Value.Fields rows) || rows.fields().isEmpty()) {
            throw source.malformed();
        }
        var companies = new HashMap<String, Company>();
        for (Value row : rows.fields().values()) {
            if (row instanceof Value.Fields one) {
                Optional<BigDecimal> cik = Source.number(one.get("cik_str"));
                Optional<String> ticker = one.text("ticker").map(text -> text.toUpperCase(Locale.ROOT));
                if (cik.isPresent() && ticker.isPresent()) {
                    companies.putIfAbsent(
                            ticker.get(),
                            new Company(
                                    cik.get().longValue(),
                                    ticker.get(),
                                    one.text("title").orElse(ticker.get())));
                }
            }
        }
        return Map.copyOf(companies);
    }

    /** The company's recent statements on form 4, the newest first; amendments (4/A) are left out. */
    List<Filing> ownership(Company company, int most) {
        Value told = source.json(String.format(Locale.ROOT, "%s/submissions/CIK%010d.json", dataUrl, company.cik()))
                .orElseThrow(() -> new Unanswered("The SEC has no filings of " + company.name()));
        Value.Fields recent = told instanceof Value.Fields fields
                ? fields.fields("filings")
                        .flatMap(filings -> filings.fields("recent"))
                        .orElseThrow(source::malformed)
                : Value.Fields.EMPTY;
        List<Value> forms = recent.items("form");
        List<Value> accessions = recent.items("accessionNumber");
        List<Value> days = recent.items("filingDate");
        List<Value> documents = recent.items("primaryDocument");
        if (accessions.size() != forms.size() || days.size() != forms.size() || documents.size() != forms.size()) {
            throw source.malformed();
        }
        var filings = new ArrayList<Filing>();
        for (int i = 0; i < forms.size() && filings.size() < most; i++) {
            if (forms.get(i).toString().equals("4")) {
                filings.add(new Filing(
                        accessions.get(i).toString(),
                        days.get(i).toString(),
                        documents.get(i).toString()));
            }
        }
        return filings;
    }

    /** The statement itself: the primary document is a rendering of it when it stands in a folder of a style sheet. */
    Optional<byte[]> document(Company company, Filing filing) {
        String file = filing.document().substring(filing.document().lastIndexOf('/') + 1);
        String accession = filing.accession().replace("-", "");
        if (!accession.matches("\\d{10,30}") || !file.matches("[A-Za-z0-9._-]{1,200}")) {
            throw source.malformed();
        }
        return source.get(filesUrl + "/Archives/edgar/data/" + company.cik() + "/" + accession + "/" + file)
                .map(Answer::bytes);
    }
}
