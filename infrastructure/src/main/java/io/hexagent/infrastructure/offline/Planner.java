package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans a question about a data set, clause by clause. */
final class Planner {
    private static final List<Intent> INTENTS = List.of(
            new ChartIntent(),
            new ShareIntent(),
            new TrendIntent(),
            new CompareIntent(),
            new LookIntent(),
            new FirstIntent(),
            new RankIntent(),
            new AggregateIntent(),
            new RowsIntent());

    private final DatasetView view;
    private final boolean severalDatasets;
    private final Meanings meanings;

    Planner(DatasetView view, boolean severalDatasets, Meanings meanings) {
        this.view = view;
        this.severalDatasets = severalDatasets;
        this.meanings = meanings;
    }

    /** @throws Unplannable when some part of the question cannot be answered, or some word not be placed */
    List<PlanStep> plan(List<Token> tokens) {
        List<Chunk> chunks = Annotator.chunks(tokens, Optional.of(view));
        chunks.forEach(Planner::refuseOffLimits);
        var steps = new ArrayList<PlanStep>();
        for (Clause clause : ClauseSplitter.split(chunks)) {
            if (!isEcho(clause, steps)) {
                steps.addAll(planClause(clause, steps));
            }
        }
        if (steps.isEmpty()) {
            throw Unplannable.refused("I did not find a question in that. " + Replies.POSSIBLE);
        }
        return List.copyOf(steps);
    }

    private static void refuseOffLimits(Chunk chunk) {
        if (chunk.sense() instanceof Sense.OffLimits offLimits) {
            throw Unplannable.refused(Replies.offLimits(offLimits.topic()));
        }
    }

    /** "and show the result", "and tell me": nothing beyond what the steps before give. */
    private static boolean isEcho(Clause clause, List<PlanStep> steps) {
        boolean small = !steps.isEmpty() && clause.chunks().stream().allMatch(CoverageGuard::mayStayUnused);
        boolean asks = clause.contains(Role.HOW)
                || (clause.contains(Role.WHICH) && clause.contains(Role.ROW))
                || clause.chunks().stream()
                        .anyMatch(chunk -> List.of("who", "whose", "which", "when", "where")
                                .contains(chunk.text().toLowerCase(java.util.Locale.ROOT)));
        if (small && asks) {
            throw Unplannable.refused("I did not find what to calculate in \"" + clause.text()
                    + "\". Ask for the row itself, for example with \"highest\" and the column.");
        }
        return small;
    }

    private List<PlanStep> planClause(Clause asked, List<PlanStep> before) {
        Optional<SubjectNouns.Placed> rows = SubjectNouns.place(asked, view);
        Clause clause = rows.map(SubjectNouns.Placed::clause)
                .or(() -> MeaningLinks.link(asked, view, meanings))
                .orElse(asked);
        Optional<PlanStep> previous = before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
        Optional<PlanStep> arithmetic =
                previous.isPresent() ? Arithmetic.continuation(Tokeniser.tokens(clause.text())) : Optional.empty();
        if (arithmetic.isPresent()) {
            return List.of(arithmetic.get());
        }
        var reading = new Reading(clause, view, previous, severalDatasets);
        rows.ifPresent(placed -> reading.assume("\"" + placed.noun() + "\" is taken as the rows."));
        List<PlanStep> steps;
        try {
            refuseYesNo(clause);
            RowArithmetic.refuse(reading);
            TimeConditions.read(reading);
            NumberConditions.read(reading);
            ValueConditions.read(reading);
            Groups.read(reading, RankIntent.ranks(clause) || clause.contains(Role.SORT));
            readFlags(reading);
            EarlierSteps.carry(reading);
            entities(reading);
            steps = intent(reading);
        } catch (Unplannable problem) {
            List<String> unknown = CoverageGuard.unknown(clause);
            if (unknown.isEmpty()) {
                throw problem;
            }
            throw Unplannable.refused(
                    Replies.notUsed("", unknown, view.dataset(), meanings.suggestions(unknown, view.dataset())));
        }
        Contradictions.refuse(reading.conditions());
        placeAgents(clause);
        List<String> unused = CoverageGuard.unused(clause);
        if (!unused.isEmpty()) {
            throw Unplannable.refused(Replies.notUsed(
                    CoverageGuard.understood(steps),
                    unused,
                    view.dataset(),
                    meanings.suggestions(unused, view.dataset())));
        }
        return steps;
    }

    /** "the average age of patients": a noun that an identifier column goes by means the rows. */
    private static void entities(Reading reading) {
        Clause clause = reading.clause();
        boolean filtersOrCalculates =
                !reading.conditions().isEmpty() || clause.contains(sense -> sense instanceof Sense.Calculates);
        if (!filtersOrCalculates || RankIntent.ranks(clause)) {
            return;
        }
        boolean figures = clause.contains(sense -> sense instanceof Sense.Calculates) || clause.contains(Role.SHARE);
        for (int i : reading.freeNames(
                column -> DatasetView.isIdentifier(column) || (figures && isEntity(reading.view(), column)))) {
            int before = clause.before(i, Role.NOISE, Role.PREPOSITION, Role.DISTINCT);
            boolean counted = clause.isAny(before, Role.HOW_MANY, Role.COUNT, Role.GROUP, Role.EACH)
                    || clause.isAny(i - 1, Role.DISTINCT);
            String text = clause.at(i).text();
            boolean plural = !Words.lemma(text).equals(text.toLowerCase(java.util.Locale.ROOT));
            boolean noun = clause.sense(i) instanceof Sense.Names names
                    && names.candidates().stream()
                            .allMatch(link -> isEntity(reading.view(), link.column()) && (plural || !link.literal()));
            if (noun && !counted) {
                clause.use(i);
                reading.assume(
                        "Each row counts once, also where \"" + clause.at(i).text() + "\" repeat.");
            }
        }
    }

    /** "returned by new customers": the "by" before a condition forms no groups. */
    private static void placeAgents(Clause clause) {
        for (int i = 1; i < clause.size(); i++) {
            int next = clause.after(i, Role.NOISE);
            boolean agent = clause.free(i)
                    && clause.is(i, Role.GROUP)
                    && clause.at(i).text().equalsIgnoreCase("by")
                    && next < clause.size()
                    && clause.used(next)
                    && clause.sense(next) instanceof Sense.Means
                    && clause.is(clause.after(next, Role.NOISE), Role.ROW);
            if (agent) {
                clause.use(i);
            }
        }
    }

    /** An identifier, or a text column that names each row. */
    static boolean isEntity(DatasetView view, Column column) {
        return DatasetView.isIdentifier(column)
                || (column.type() == ColumnType.TEXT
                        && column.distinct() * 10 >= view.dataset().rows() * 9);
    }

    /** A question of truth has no calculation here, and its comparison must not be taken for a filter. */
    private static void refuseYesNo(Clause clause) {
        int first = clause.after(-1, Role.NOISE, Role.COMMA);
        boolean asksTruth = clause.is(first, Role.COPULA)
                && clause.contains(sense -> sense instanceof Sense.Compares || sense instanceof Sense.Comparative)
                && clause.contains(sense -> sense instanceof Sense.Amount);
        if (asksTruth) {
            throw Unplannable.refused("I give figures, not yes or no. Ask for the figure itself: \"what is …\".");
        }
    }

    private void readFlags(Reading reading) {
        Clause clause = reading.clause();
        boolean looks = clause.contains(sense -> sense instanceof Sense.Draws)
                || clause.contains(Role.SHARE)
                || clause.contains(Role.CORRELATE)
                || clause.contains(Role.DISTRIBUTION)
                || clause.contains(Role.COMPARE)
                || clause.contains(Role.SUMMARY)
                || clause.contains(Role.MISSING_VALUES)
                || clause.contains(Role.MISSING)
                || clause.contains(Role.DISTINCT)
                || RankIntent.ranks(clause);
        boolean calculates = clause.contains(sense -> sense instanceof Sense.Calculates);
        boolean onlyNumbers = calculates
                && reading.freeNames(Measures.NUMBER).stream().allMatch(i -> reading.names(i, ValueConditions::isFlag));
        if (!looks && !onlyNumbers) {
            ValueConditions.readFlags(reading);
        }
    }

    private List<PlanStep> intent(Reading reading) {
        for (Intent intent : INTENTS) {
            List<PlanStep> steps = intent.plan(reading);
            if (!steps.isEmpty()) {
                return steps;
            }
        }
        List<Integer> named = reading.freeNames(any -> true);
        if (!named.isEmpty()) {
            throw Unplannable.ask("What should I calculate of \""
                    + reading.clause().at(named.getFirst()).text()
                    + "\"? For example its mean, its distribution, or a chart.");
        }
        throw Unplannable.refused("I did not find what to calculate in \""
                + reading.clause().text() + "\". " + Replies.POSSIBLE + " " + Replies.columns(view.dataset()));
    }

    /** The data set of the name, among several. */
    static Optional<Dataset> named(List<Token> tokens, List<Dataset> datasets) {
        List<String> words = tokens.stream().map(Token::lemma).toList();
        List<Dataset> named = datasets.stream()
                .filter(dataset -> {
                    List<String> name = Words.split(dataset.name()).stream()
                            .map(Words::lemma)
                            .filter(word -> !word.equals("csv"))
                            .toList();
                    return !name.isEmpty() && java.util.Collections.indexOfSubList(words, name) >= 0;
                })
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
