package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts results into sentences. Every figure is taken from a tool's result. */
final class AnswerWriter {
    private static final int SPELLED_OUT = 8;
    private static final int ENDS = 3;
    private static final int CELLS = 5;

    private AnswerWriter() {}

    static String text(List<PlanStep> steps, List<Outcome> outcomes) {
        var sentences = new ArrayList<String>();
        boolean onlyArithmetic =
                steps.stream().allMatch(step -> step.telling().kind() == PlanStep.Telling.Kind.CALCULATION);
        for (int i = 0; i < outcomes.size(); i++) {
            boolean last = i == outcomes.size() - 1;
            if (!onlyArithmetic || last) {
                String sentence = sentence(steps, outcomes, i);
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
            }
        }
        return String.join(" ", sentences);
    }

    private static String sentence(List<PlanStep> steps, List<Outcome> outcomes, int i) {
        PlanStep step = steps.get(i);
        Outcome outcome = outcomes.get(i);
        String subject = step.telling().subject();
        String where = step.telling().where();
        return switch (step.telling().kind()) {
            case MEASURES -> measures(step, outcome);
            case RANKED -> ranked(step, outcome);
            case GREATEST -> greatest(step, outcome);
            case ROWS -> rows(outcome, where);
            case VALUE -> value(subject, outcome, where);
            case DISTINCT -> distinct(subject, where, outcome);
            case CORRELATION -> correlation(subject, where, outcome);
            case OUTLIERS -> outliers(subject, where, outcome);
            case DISTRIBUTION -> distribution(subject, where, outcome);
            case TREND -> trend(subject, where, outcome);
            case COMPARISON -> comparison(subject, where, outcome);
            case MISSING -> missing(subject, outcome);
            case DESCRIPTION -> description(subject, outcome);
            case STATISTICS -> statistics(where, outcome);
            case CHART -> "I drew " + article(kind(outcome)) + ": " + subject + ".";
            case CALCULATION -> calculation(outcome);
            case SHARE -> share(steps, outcomes, i);
            case SHARE_BY_GROUP ->
                GroupShares.sentence(subject, outcomes.get(i - 1).table(), outcome.table());
            case BACKTEST -> BacktestAnswer.text(outcome);
            case PASSAGES -> PassagesAnswer.text(subject, outcome);
            case SILENT -> "";
        };
    }

    private static String kind(Outcome outcome) {
        String kind = outcome.content().text("kind").orElse("chart");
        return kind.equals("histogram") || kind.equals("chart") ? kind : kind + " chart";
    }

    private static String article(String noun) {
        return "a " + noun;
    }

    private static String calculation(Outcome outcome) {
        if (outcome.content().flag("undefined").orElse(false)) {
            return sentence(outcome.content().text("text").orElse("The result has no value"));
        }
        return outcome.content()
                .number("result")
                .map(result -> "The result is " + Figures.exact(result) + ".")
                .orElseGet(() -> sentence(outcome.content().text("text").orElse("The calculator gave no number")));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String cell(PlanStep step, Table table, List<Value> row, int column) {
        int groups = table.columns().size() - step.topic().measures().size();
        Value value = row.get(column);
        boolean share = column >= groups
                && step.topic().measures().get(column - groups).function()
                        == io.hexagent.domain.dataset.Calculation.Function.SHARE;
        return share && value instanceof Value.Number number ? Figures.percent(number.number()) : Figures.of(value);
    }

    private static String measures(PlanStep step, Outcome outcome) {
        Table table = outcome.table();
        String subject = step.telling().subject();
        String where = step.telling().where();
        if (table.rows().isEmpty()) {
            return "No rows match" + where + ".";
        }
        int measures = step.topic().measures().size();
        int groups = table.columns().size() - measures;
        if (groups <= 0) {
            List<Value> row = table.rows().getFirst();
            boolean empty = row.stream().allMatch(Value.Absent.class::isInstance);
            if (empty) {
                return "There is no " + subject + where + ": no row has a value there.";
            }
            boolean counts = row.size() == 1
                    && row.getFirst() instanceof Value.Number
                    && step.topic().measures().getFirst().column().isEmpty();
            if (counts) {
                boolean one = number(row, 0).compareTo(BigDecimal.ONE) == 0;
                return (one ? "There is 1 row" : "There are " + cell(step, table, row, 0) + " rows") + where + ".";
            }
            boolean distinct = row.size() == 1
                    && step.topic().measures().getFirst().function()
                            == io.hexagent.domain.dataset.Calculation.Function.COUNT_DISTINCT;
            if (distinct) {
                boolean one = number(row, 0).compareTo(BigDecimal.ONE) == 0;
                return (one ? "There is 1 value" : "There are " + cell(step, table, row, 0) + " different values")
                        + " of " + step.topic().measures().getFirst().column().orElse("the column") + where + ".";
            }
            if (row.size() == 1) {
                return "The " + subject + where + " is " + cell(step, table, row, 0) + ".";
            }
            return upper(where.isEmpty() ? "" : where.substring(1) + ": ")
                    + IntStream.range(0, row.size())
                            .mapToObj(i ->
                                    Measures.words(step.topic().measures().get(i)) + " " + cell(step, table, row, i))
                            .reduce((a, b) -> a + ", " + b)
                            .map(AnswerWriter::upper)
                            .orElse("")
                    + ".";
        }
        if (table.totalRows() <= SPELLED_OUT) {
            return "The " + subject + where + ": " + groups(step, table, table.rows(), groups) + ".";
        }
        if (measures == 1) {
            return manyGroups(step, table, groups);
        }
        return "The " + subject + where + " for " + table.totalRows() + " groups, the first " + ENDS + ": "
                + groups(step, table, table.rows().subList(0, ENDS), groups) + ".";
    }

    private static String groups(PlanStep step, Table table, List<List<Value>> rows, int groups) {
        return rows.stream()
                .map(row -> name(step, row, groups) + ": "
                        + IntStream.range(groups, row.size())
                                .mapToObj(i -> (row.size() - groups > 1 ? shortName(step, i - groups) + " " : "")
                                        + cell(step, table, row, i))
                                .reduce((a, b) -> a + ", " + b)
                                .orElse(""))
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }

    /** The function alone where all measures are of one column. */
    private static String shortName(PlanStep step, int measure) {
        List<io.hexagent.domain.dataset.Calculation.Measure> measures =
                step.topic().measures();
        boolean oneColumn = measures.stream()
                        .map(io.hexagent.domain.dataset.Calculation.Measure::column)
                        .distinct()
                        .count()
                == 1;
        String words = Measures.words(measures.get(measure));
        int of = words.lastIndexOf(" of ");
        return oneColumn && of > 0 ? words.substring(0, of) : words;
    }

    /** The keys of a group, months and hours of the day by name. */
    private static String name(PlanStep step, List<Value> row, int groups) {
        var names = new ArrayList<String>();
        for (int i = 0; i < groups; i++) {
            Optional<Period> period = i < step.topic().groups().size()
                    ? step.topic().groups().get(i).period()
                    : Optional.empty();
            names.add(GroupNames.of(row.get(i), period));
        }
        return String.join(" / ", names);
    }

    static String name(List<Value> row, int groups) {
        return row.subList(0, groups).stream()
                .map(value -> GroupNames.of(value, Optional.empty()))
                .reduce((a, b) -> a + " / " + b)
                .orElse("");
    }

    private static String manyGroups(PlanStep step, Table table, int groups) {
        boolean cut = table.rows().size() < table.totalRows();
        boolean overTime = step.topic().groups().size() == 1
                && step.topic().groups().getFirst().period().isPresent();
        String head = "The " + step.telling().subject() + step.telling().where() + " for " + table.totalRows()
                + (overTime ? " periods" : " groups") + ": ";
        if (cut) {
            return head + "the first " + ENDS + " are "
                    + groups(step, table, table.rows().subList(0, ENDS), groups) + ".";
        }
        List<List<Value>> sorted = table.rows().stream()
                .filter(row -> row.get(groups) instanceof Value.Number)
                .sorted((a, b) -> number(b, groups).compareTo(number(a, groups)))
                .toList();
        if (sorted.size() <= 2 * ENDS) {
            return head + groups(step, table, table.rows().subList(0, ENDS), groups) + ".";
        }
        return head + "highest " + groups(step, table, sorted.subList(0, ENDS), groups) + "; lowest "
                + groups(step, table, sorted.subList(sorted.size() - ENDS, sorted.size()), groups) + ".";
    }

    private static BigDecimal number(List<Value> row, int column) {
        return row.get(column) instanceof Value.Number number ? number.number() : BigDecimal.ZERO;
    }

    private static String ranked(PlanStep step, Outcome outcome) {
        Table table = outcome.table();
        int groups = table.columns().size() - step.topic().measures().size();
        if (table.rows().isEmpty() || groups <= 0) {
            return measures(step, outcome);
        }
        boolean highest =
                step.topic().ranking().map(PlanStep.Ranking::descending).orElse(true);
        int place = place(step);
        if (place > table.rows().size()) {
            return "There are only " + table.rows().size() + " groups"
                    + step.telling().where() + ".";
        }
        if (table.rows().size() == 1 || place > 0) {
            List<Value> row = table.rows().get(Math.max(0, place - 1));
            return name(step, row, groups) + " has the " + placed(place) + (highest ? "highest " : "lowest ")
                    + Measures.words(step.topic().measures().getFirst())
                    + step.telling().where() + ": "
                    + cell(step, table, row, groups) + ".";
        }
        List<List<Value>> shown =
                table.rows().subList(0, Math.min(10, table.rows().size()));
        return "The " + step.telling().subject() + step.telling().where()
                + (highest ? ", highest first: " : ", lowest first: ") + groups(step, table, shown, groups)
                + (table.rows().size() > shown.size() ? ", and " + (table.rows().size() - shown.size()) + " more" : "")
                + ".";
    }

    private static String greatest(PlanStep step, Outcome outcome) {
        Table table = outcome.table();
        String by = step.telling().subject();
        int key = table.columns().indexOf(by);
        if (table.rows().isEmpty() || key < 0) {
            return "No rows match" + step.telling().where() + ".";
        }
        boolean highest =
                step.topic().ranking().map(PlanStep.Ranking::descending).orElse(true);
        String superlative = highest ? "highest " : "lowest ";
        int place = place(step);
        if (place > table.rows().size()) {
            return "There are only " + table.rows().size() + " rows"
                    + step.telling().where() + ".";
        }
        if (table.rows().size() == 1 || place > 0) {
            List<Value> row = table.rows().get(Math.max(0, place - 1));
            superlative = placed(place) + superlative;
            if (row.get(key) instanceof Value.Absent) {
                return "There is no value of " + by + step.telling().where() + ".";
            }
            return "The " + superlative + by + step.telling().where() + " is " + Figures.of(row.get(key)) + ": "
                    + others(table, row, key) + ".";
        }
        List<List<Value>> shown =
                table.rows().subList(0, Math.min(10, table.rows().size()));
        return "The " + table.rows().size() + " " + superlative + by
                + step.telling().where() + ": "
                + shown.stream()
                        .map(row -> Figures.of(row.get(key)) + " (" + others(table, row, key) + ")")
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("")
                + (table.rows().size() > shown.size() ? ", and " + (table.rows().size() - shown.size()) + " more" : "")
                + ".";
    }

    private static int place(PlanStep step) {
        return step.topic().ranking().map(PlanStep.Ranking::place).orElse(0);
    }

    private static String placed(int place) {
        return switch (place) {
            case 0, 1 -> "";
            case 2 -> "second ";
            case 3 -> "third ";
            default -> {
                boolean teen = place % 100 >= 11 && place % 100 <= 13;
                String ending =
                        teen ? "th" : place % 10 == 1 ? "st" : place % 10 == 2 ? "nd" : place % 10 == 3 ? "rd" : "th";
                yield place + ending + " ";
            }
        };
    }

    private static String others(Table table, List<Value> row, int key) {
        boolean few = table.columns().size() <= 3;
        return IntStream.range(0, row.size())
                .filter(i -> i != key && !(row.get(i) instanceof Value.Absent))
                .limit(6)
                .mapToObj(i -> (few && row.get(i) instanceof Value.Text
                                ? ""
                                : table.columns().get(i) + " ")
                        + plain(row.get(i)))
                .reduce((a, b) -> a + ", " + b)
                .orElse("the only column");
    }

    private static String plain(Value value) {
        return value instanceof Value.Number number
                ? number.number().stripTrailingZeros().toPlainString()
                : Figures.of(value);
    }

    /** The value itself where one row matches. */
    private static String value(String column, Outcome outcome, String where) {
        Table table = outcome.table();
        int at = table.columns().indexOf(column);
        if (table.rows().size() != 1 || at < 0) {
            return rows(outcome, where);
        }
        Value value = table.rows().getFirst().get(at);
        return value instanceof Value.Absent
                ? "There is no value of " + column + where + "."
                : "The " + column + where + " is " + Figures.of(value) + ".";
    }

    private static String rows(Outcome outcome, String where) {
        Table table = outcome.table();
        BigDecimal matched = outcome.facts().number("rows_matched").orElse(BigDecimal.valueOf(table.totalRows()));
        if (matched.signum() == 0) {
            return "No rows match" + where + ".";
        }
        int shown = table.rows().size();
        int told = shown > SPELLED_OUT ? ENDS : shown;
        String names = table.columns().isEmpty()
                ? ""
                : ": "
                        + table.rows().stream()
                                .limit(told)
                                .map(row -> cells(table, row))
                                .reduce((a, b) -> a + "; " + b)
                                .orElse("")
                        + (shown > told ? "; and more" : "");
        boolean one = matched.compareTo(BigDecimal.ONE) == 0;
        boolean cut = matched.compareTo(BigDecimal.valueOf(shown)) != 0;
        String rows = where.isEmpty() ? (one ? " row" : " rows") : (one ? " row matches" : " rows match") + where;
        return Figures.of(matched) + rows + (cut ? ", the first " + shown + " are shown" : "") + names + ".";
    }

    /** The first cells of a row; numbers and flags with the names of their columns. */
    private static String cells(Table table, List<Value> row) {
        return IntStream.range(0, row.size())
                .filter(i -> !(row.get(i) instanceof Value.Absent))
                .limit(CELLS)
                .mapToObj(i ->
                        (row.get(i) instanceof Value.Text ? "" : table.columns().get(i) + " ") + plain(row.get(i)))
                .reduce((a, b) -> a + ", " + b)
                .orElse("no values");
    }

    private static String distinct(String column, String where, Outcome outcome) {
        Table table = outcome.table();
        if (table.rows().isEmpty()) {
            return "No rows match" + where + ".";
        }
        List<String> names = table.rows().stream()
                .map(row -> row.getFirst() instanceof Value.Absent ? "(missing)" : plain(row.getFirst()))
                .toList();
        int shown = Math.min(names.size(), 30);
        return column + where + " has " + table.totalRows() + (table.totalRows() == 1 ? " value: " : " values: ")
                + String.join(", ", names.subList(0, shown))
                + (table.totalRows() > shown ? ", and " + (table.totalRows() - shown) + " more" : "") + ".";
    }

    private static String correlation(String subject, String where, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        if (facts.number("coefficient").isPresent()) {
            BigDecimal coefficient = facts.number("coefficient").orElseThrow();
            return "The correlation of " + subject + where + " is " + Figures.of(coefficient) + " ("
                    + strength(coefficient) + ")"
                    + facts.number("n")
                            .map(n -> ", over " + Figures.of(n) + " rows")
                            .orElse("")
                    + facts.number("p_value").map(p -> ", p " + probability(p)).orElse("") + ".";
        }
        if (facts.number("strongest").isPresent()) {
            BigDecimal strongest = facts.number("strongest").orElseThrow();
            return "The strongest correlation among " + subject + where + " is between "
                    + facts.text("strongest_a").orElse("?") + " and "
                    + facts.text("strongest_b").orElse("?") + ": "
                    + Figures.of(strongest) + " (" + strength(strongest) + ").";
        }
        return "The correlation of " + subject + where + " has no value: too few rows, or a column without variation.";
    }

    private static String strength(BigDecimal coefficient) {
        double size = coefficient.abs().doubleValue();
        String sign = coefficient.signum() < 0 ? "negative" : "positive";
        return size < 0.1 ? "practically none" : (size < 0.3 ? "weak " : size < 0.6 ? "moderate " : "strong ") + sign;
    }

    private static String probability(BigDecimal p) {
        return p.compareTo(new BigDecimal("0.001")) < 0 ? "< 0.001" : "= " + Figures.of(p);
    }

    private static String outliers(String subject, String where, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        BigDecimal count =
                facts.number("count").orElse(BigDecimal.valueOf(outcome.table().totalRows()));
        String fences =
                facts.number("lower").isPresent() && facts.number("upper").isPresent()
                        ? " (outside " + Figures.of(facts.number("lower").orElseThrow()) + " to "
                                + Figures.of(facts.number("upper").orElseThrow()) + ")"
                        : "";
        String examples = count.signum() > 0 && outcome.table().rows().size() <= SPELLED_OUT
                ? ": "
                        + outcome.table().rows().stream()
                                .filter(row -> row.size() > 1)
                                .map(row -> Figures.of(row.get(1)) + " in row " + plain(row.getFirst()))
                                .reduce((a, b) -> a + ", " + b)
                                .orElse("")
                : "";
        return subject + where + " has " + (count.signum() == 0 ? "no" : Figures.of(count))
                + (count.compareTo(BigDecimal.ONE) == 0 ? " outlier" : " outliers") + fences + examples + ".";
    }

    private static String distribution(String subject, String where, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        Table table = outcome.table();
        if (facts.number("mean").isPresent()) {
            return "The distribution of " + subject + where + ": mean " + fact(facts, "mean") + ", median "
                    + fact(facts, "median") + ", standard deviation " + fact(facts, "std") + ", from "
                    + fact(facts, "min") + " to " + fact(facts, "max") + ", skewness " + fact(facts, "skewness")
                    + ", in " + table.totalRows() + " bins.";
        }
        int value = Math.max(0, table.columns().indexOf("value"));
        int count = table.columns().indexOf("count");
        int share = table.columns().indexOf("share");
        if (count < 0 || table.rows().isEmpty()) {
            return "The distribution of " + subject + where + " has " + table.totalRows() + " rows.";
        }
        List<List<Value>> shown =
                table.rows().subList(0, Math.min(SPELLED_OUT, table.rows().size()));
        return "The distribution of " + subject + where + ": "
                + shown.stream()
                        .map(row -> plain(row.get(value)) + ": " + Figures.of(row.get(count))
                                + (share >= 0 && row.get(share) instanceof Value.Number part
                                        ? " (" + Figures.percent(part.number()) + ")"
                                        : ""))
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("")
                + (table.totalRows() > shown.size() ? ", and " + (table.totalRows() - shown.size()) + " more" : "")
                + ".";
    }

    private static String fact(Value.Fields facts, String name) {
        return Figures.of(facts.get(name));
    }

    private static String trend(String subject, String where, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        List<Value> groups = facts.items("groups");
        if (!groups.isEmpty()) {
            String span = facts.number("change").isPresent()
                    ? "from " + plain(facts.get("first_period")) + " to " + plain(facts.get("last_period"))
                    : "over time";
            return "The " + subject + where + " " + span + ": "
                    + groups.stream()
                            .limit(SPELLED_OUT)
                            .map(AnswerWriter::groupTrend)
                            .reduce((a, b) -> a + "; " + b)
                            .orElse("")
                    + (groups.size() > SPELLED_OUT ? "; and " + (groups.size() - SPELLED_OUT) + " more" : "") + ".";
        }
        if (facts.number("change").isEmpty()) {
            return outcome.table().rows().isEmpty()
                    ? "No rows match" + where + "."
                    : "The " + subject + where + " has a value in one period only, so there is no change to tell.";
        }
        BigDecimal change = facts.number("change").orElseThrow();
        String direction = change.signum() == 0 ? "did not change" : change.signum() > 0 ? "rose" : "fell";
        String from = Figures.of(facts.get("first")) + " (" + plain(facts.get("first_period")) + ")";
        String to = Figures.of(facts.get("last")) + " (" + plain(facts.get("last_period")) + ")";
        return "The " + subject + where + " " + direction + " from " + from + " to " + to
                + (change.signum() == 0 ? "" : ", a change of " + Figures.of(change) + percent(facts))
                + facts.number("slope")
                        .map(slope -> "; the fitted line " + (slope.signum() < 0 ? "falls" : "rises") + " by "
                                + Figures.of(slope.abs()) + " a period")
                        .orElse("")
                + ".";
    }

    private static String percent(Value.Fields facts) {
        return facts.number("change_percent")
                .map(percent -> " (" + Figures.of(percent) + "%)")
                .orElse("");
    }

    private static String groupTrend(Value group) {
        return group instanceof Value.Fields fields
                ? plain(fields.get("group")) + ": from " + Figures.of(fields.get("first")) + " to "
                        + Figures.of(fields.get("last")) + percent(fields)
                : "";
    }

    private static String comparison(String subject, String where, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        Table table = outcome.table();
        int mean = table.columns().indexOf("mean");
        if (table.rows().isEmpty() || mean < 0) {
            return "No rows match" + where + ".";
        }
        String means = table.rows().stream()
                .limit(SPELLED_OUT)
                .map(row -> plain(row.getFirst()) + ": " + Figures.of(row.get(mean)))
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
        String difference = facts.number("difference")
                .map(value -> " " + plain(facts.get("highest")) + " has the highest mean, " + Figures.of(value)
                        + facts.number("difference_percent")
                                .map(percent -> " (" + Figures.of(percent) + "%)")
                                .orElse("")
                        + " above " + plain(facts.get("lowest")) + ".")
                .orElse("");
        String test = facts.number("p_value")
                .map(p -> " " + facts.text("test").orElse("Test") + ": p " + probability(p)
                        + (p.compareTo(new BigDecimal("0.05")) < 0
                                ? ", a difference that chance alone rarely makes."
                                : ", a difference that chance alone could make."))
                .orElse("");
        return "Means of " + subject + where + ": " + means
                + (table.totalRows() > SPELLED_OUT ? ", and " + (table.totalRows() - SPELLED_OUT) + " more" : "") + "."
                + difference + test;
    }

    private static String missing(String of, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        Table table = outcome.table();
        List<String> columns = table.rows().stream()
                .filter(row -> row.size() > 1
                        && row.get(1) instanceof Value.Number number
                        && number.number().signum() > 0)
                .map(row -> plain(row.getFirst()) + ": " + Figures.of(row.get(1))
                        + (row.size() > 2 && row.get(2) instanceof Value.Number share
                                ? " (" + Figures.percent(share.number()) + ")"
                                : ""))
                .toList();
        if (columns.isEmpty()) {
            return "There are no missing values" + of + ".";
        }
        int shown = Math.min(columns.size(), 12);
        BigDecimal count = facts.number("total_missing").orElse(BigDecimal.valueOf(columns.size()));
        boolean one = count.compareTo(BigDecimal.ONE) == 0;
        return (one ? "There is 1 missing value" : "There are " + Figures.of(count) + " missing values") + of + ": "
                + String.join(", ", columns.subList(0, shown))
                + (columns.size() > shown ? ", and more" : "") + "."
                + facts.number("complete_rows")
                        .filter(any -> of.isEmpty())
                        .flatMap(complete -> facts.number("rows")
                                .map(rows ->
                                        " " + Figures.of(complete) + " of " + Figures.of(rows) + " rows are complete."))
                        .orElse("");
    }

    private static String description(String name, Outcome outcome) {
        Value.Fields facts = outcome.facts();
        Table table = outcome.table();
        int type = table.columns().indexOf("type");
        List<String> columns = table.rows().stream()
                .map(row -> plain(row.getFirst()) + (type >= 0 ? " (" + plain(row.get(type)) + ")" : ""))
                .toList();
        int shown = Math.min(columns.size(), 40);
        return name + " has " + Figures.of(facts.get("rows")) + " rows and " + Figures.of(facts.get("columns"))
                + " columns: " + String.join(", ", columns.subList(0, shown))
                + (columns.size() > shown ? ", and " + (columns.size() - shown) + " more" : "") + ".";
    }

    private static String statistics(String where, Outcome outcome) {
        Table table = outcome.table();
        List<String> wanted = List.of("count", "mean", "std", "min", "25%", "50%", "75%", "max");
        if (table.rows().isEmpty()) {
            return "There are no number columns to summarise" + where + ".";
        }
        boolean one = table.rows().size() == 1;
        return "Statistics" + where + ": "
                + table.rows().stream()
                        .limit(SPELLED_OUT)
                        .map(row -> plain(row.getFirst()) + ": "
                                + IntStream.range(1, row.size())
                                        .filter(i ->
                                                wanted.contains(table.columns().get(i))
                                                        && (one
                                                                || List.of("mean", "min", "max")
                                                                        .contains(table.columns()
                                                                                .get(i))))
                                        .mapToObj(i -> table.columns().get(i) + " " + Figures.of(row.get(i)))
                                        .reduce((a, b) -> a + ", " + b)
                                        .orElse(""))
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("")
                + ".";
    }

    private static String share(List<PlanStep> steps, List<Outcome> outcomes, int i) {
        PlanStep step = steps.get(i);
        Outcome outcome = outcomes.get(i);
        if (outcome.content().flag("undefined").orElse(false)
                || outcome.figure().isEmpty()) {
            return "There is no " + step.telling().subject() + ": no rows match"
                    + step.telling().where() + ".";
        }
        String part = outcomes.get(i - 2).figure().map(Figures::of).orElse("0");
        String whole = outcomes.get(i - 1).figure().map(Figures::of).orElse("0");
        String among = step.telling().where().isEmpty()
                ? ""
                : ", among the rows" + step.telling().where() + ",";
        return "The " + step.telling().subject() + among + " is "
                + Figures.percent(outcome.figure().orElseThrow()) + " (" + part + " of " + whole + ").";
    }

    private static String upper(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
