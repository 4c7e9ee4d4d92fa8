package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.CompareGroups;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** The figures of a number column in each group, how far the means lie apart, and whether that may be chance. */
final class GroupComparison {
    private GroupComparison() {}

    private record Group(Value name, Sample sample) {
        double mean() {
            return sample.mean();
        }
    }

    /** A test of equal means. */
    private record Test(String name, double statistic, double df, Optional<Double> dfWithin, double p) {}

    static Calculated of(Scope scope, CompareGroups compare) {
        StoredColumn column = Names.numberColumn(scope.table(), compare.column(), "comparing groups");
        StoredColumn by = Names.column(scope.table(), compare.groupBy());
        Groups groups = Groups.of(scope, List.of(new Groups.By(by, Optional.empty())));
        var parted = groups.part(column.numbers(scope.rows()));
        List<Integer> chosen = chosen(groups, compare.groups(), by.name());
        List<Group> compared = chosen.stream()
                .map(group -> new Group(
                        groups.name(group, 0), new Sample(parted.cells(), parted.from(group), parted.to(group))))
                .toList();
        long missing = chosen.stream().mapToInt(groups::rows).sum()
                - compared.stream().mapToLong(group -> group.sample().count()).sum();
        scope.noteLeftOut(missing, "no value in \"" + column.name() + "\"");
        int shown = Math.min(compared.size(), scope.mostRows());
        List<List<Value>> rows =
                compared.subList(0, shown).stream().map(GroupComparison::row).toList();
        return scope.answer(
                "sample standard deviation (n - 1); median of type 7; two-sided p-value",
                new Table(List.of("group", "count", "mean", "median", "std", "min", "max"), rows, compared.size()),
                facts(scope, compared));
    }

    private static List<Integer> chosen(Groups groups, List<String> names, String by) {
        if (names.isEmpty()) {
            return IntStream.range(0, groups.count()).boxed().toList();
        }
        List<String> all = IntStream.range(0, groups.count())
                .mapToObj(group -> groups.name(group, 0).toString())
                .toList();
        return names.stream()
                .map(name -> Names.find("group of \"" + by + "\"", name, all))
                .distinct()
                .toList();
    }

    private static List<Value> row(Group group) {
        Sample sorted = group.sample().sorted();
        return List.of(
                group.name(),
                Value.of((long) sorted.count()),
                Figures.value(sorted.mean()),
                Figures.value(sorted.quantile(0.5)),
                Figures.value(sorted.std()),
                Figures.value(sorted.min()),
                Figures.value(sorted.max()));
    }

    private static Value.Fields facts(Scope scope, List<Group> compared) {
        var facts = Value.fields();
        List<Group> valued = compared.stream()
                .filter(group -> group.sample().count() > 0)
                .sorted(Comparator.comparingDouble(Group::mean))
                .toList();
        if (valued.isEmpty()) {
            return facts.build();
        }
        Group lowest = valued.getFirst();
        Group highest = valued.getLast();
        double difference = highest.mean() - lowest.mean();
        facts.put("highest", highest.name())
                .put("lowest", lowest.name())
                .put("difference", Figures.value(difference))
                .put(
                        "difference_percent",
                        Figures.value(lowest.mean() == 0 ? Double.NaN : difference / Math.abs(lowest.mean()) * 100));
        if (valued.size() < 2) {
            throw new CalculationRefused(
                    "comparing needs at least two groups with values, there is only \"" + lowest.name() + "\"");
        }
        Test test = valued.size() == 2 ? welch(highest.sample(), lowest.sample()) : anova(valued);
        facts.put("test", test.name())
                .put("statistic", Figures.value(test.statistic()))
                .put("df", Figures.value(test.df()));
        test.dfWithin().ifPresent(df -> facts.put("df_within", Figures.value(df)));
        facts.put("p_value", Figures.value(test.p()));
        if (Double.isNaN(test.p())) {
            scope.note("the test has no value: it needs groups of at least two values that are not all equal");
        }
        return facts.build();
    }

    /** Welch (1947), degrees of freedom by Satterthwaite. */
    private static Test welch(Sample a, Sample b) {
        double partA = a.variance() / a.count();
        double partB = b.variance() / b.count();
        double t = (a.mean() - b.mean()) / Math.sqrt(partA + partB);
        double df =
                (partA + partB) * (partA + partB) / (partA * partA / (a.count() - 1) + partB * partB / (b.count() - 1));
        boolean defined = Double.isFinite(t) && Double.isFinite(df) && df > 0;
        double p = defined ? 2 * new TDistribution(null, df).cumulativeProbability(-Math.abs(t)) : Double.NaN;
        return new Test("Welch's t-test", t, df, Optional.empty(), p);
    }

    /** Fisher's analysis of variance with one factor. */
    private static Test anova(List<Group> groups) {
        long n = groups.stream().mapToLong(group -> group.sample().count()).sum();
        double mean = groups.stream().mapToDouble(group -> group.sample().sum()).sum() / n;
        double between = 0;
        double within = 0;
        for (Group group : groups) {
            double difference = group.mean() - mean;
            between += group.sample().count() * difference * difference;
            within += group.sample().count() < 2
                    ? 0
                    : group.sample().variance() * (group.sample().count() - 1);
        }
        double dfBetween = groups.size() - 1.0;
        double dfWithin = (double) n - groups.size();
        double f = between / dfBetween / (within / dfWithin);
        boolean defined = dfWithin > 0 && within > 0 && Double.isFinite(f);
        // The upper tail is the lower tail of 1 / F with the degrees swapped, which keeps small p-values exact.
        double p = defined
                ? f == 0 ? 1 : new FDistribution(null, dfWithin, dfBetween).cumulativeProbability(1 / f)
                : Double.NaN;
        return new Test("one-way ANOVA", f, dfBetween, Optional.of(dfWithin), p);
    }
}
