package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Filter.Operator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of analysis and the small words of English: phrases of up to {@link #LONGEST} words, with their sense. */
final class Lexicon {
    static final int LONGEST = 6;

    private static final String ROLES = """
        HOW_MANY: how many, how often
        HOW_MUCH: how much
        COUNT: number of, the number of, count, count of, counts, counts of, tally, total number of, total count of, \
        total number, frequency of, row count, record count, headcount, number
        EXISTS: are there, is there, are there any, is there any
        SHARE: share, share of, percentage, percentage of, percent, percent of, proportion, proportion of, fraction, \
        fraction of, what percent, what percentage, percentages, shares, proportions, pct of, portion of
        PERCENTILE: percentile, quantile, percentiles, quantiles, pctile
        QUARTILES: quartiles, quartile, quartiles of, upper quartile, lower quartile, first quartile, third quartile, \
        upper quartile of, lower quartile of, first quartile of, third quartile of
        RANGE: range, range of, value range, minimum and maximum, min and max
        GROUP: by, per, for each, for every, in each, in every, on each, on every, of each, of every, with each, \
        within each, at each, from each, grouped by, group by, broken down by, split by, across, by each, \
        breakdown by, separated by, depending on, segmented by, according to, for all, for the different, \
        for different, across all, across the different, among the different, between the different, by different, \
        aggregated by, breakdown per, broken down per, split per, grouped per
        EACH: each, every
        SORT: sorted by, sort by, ordered by, order by, ranked by, rank by, sort, rank, sorted, ordered, ranked, \
        sort them by, order them by, in order of, ranking, ranking by
        ASCENDING: ascending, in ascending order, from lowest to highest, from smallest to largest, asc, \
        lowest first, smallest first, increasing order, in increasing order, ascending order, lowest to highest
        DESCENDING: descending, in descending order, from highest to lowest, from largest to smallest, desc, \
        highest first, largest first, decreasing order, in decreasing order, descending order, highest to lowest
        TOP: top
        BOTTOM: bottom
        FIRST: first, head
        LAST: last, tail
        EARLIEST: earliest
        LATEST: latest, newest, most recent, most recently
        FREQUENT: most common, most frequent, most often, most frequently, commonest, mode, mode of, most popular
        RARE: least common, least frequent, rarest, least often, least popular
        BETWEEN: between, in between
        SINCE: since, starting in, starting from, from and including, onwards from
        BEFORE: before, prior to, earlier than
        AFTER: after, later than
        UNTIL: until, till, through, up to and including, up until
        FROM: from
        TO: to
        OR_MORE: or more, or above, or higher, or greater, or over, or later, or older, or longer, or larger, \
        and above, and over, and up, or heavier, or better, or taller, and later, or after
        OR_LESS: or less, or fewer, or below, or lower, or under, or earlier, or younger, or shorter, or smaller, \
        and below, and under, or lighter, or cheaper, and earlier, or before
        CONTAINS: contains, containing, contain
        NEGATION: not, no, except, except for, excluding, exclude, without, other than, non, but not, apart from, \
        leaving out, nor, neither, ignoring, all but, minus the, lacking, omit, omitting
        MISSING: missing, unknown, null, empty, blank, na, n a, nan, absent, unspecified, not known, not given, \
        not recorded, not available, not specified
        PRESENT: known, present, recorded, available, filled, filled in, non missing, not missing, not null, \
        not empty, not blank, non null
        MISSING_VALUES: missing values, missing value, missing data, missing cells, missing entries, null values, \
        nulls, empty cells, blank cells, na values, nan values, nans, blanks, empty values, incomplete rows, \
        complete rows, missingness, values are missing, values missing, data is missing, data missing, \
        is anything missing, anything missing, incomplete, completeness, gaps in the data, missing fields, \
        values is missing, values were missing, missing data points
        OVER_TIME: over time, over the years, over the year, over the months, through time, through the years, \
        across time, across the years, with time, over the decades, as time goes on, over the period, \
        throughout the years, in the course of time, over the whole period, over the entire period, over the days, \
        as a function of time
        CORRELATE: correlation, correlate, correlates, correlated, correlations, correlation between, \
        correlation of, relationship, relation, relationship between, relation between, related, relate, relates, \
        association, associated, correlation matrix, depends, depend, depends on, depend on, affect, affects, \
        influence, influences, dependence, go together, goes together, correlation coefficient, associated with, \
        connection, connection between, linked, correlating, r value, dependency
        SPEARMAN: spearman, rank correlation, spearman rank correlation, spearman correlation
        PEARSON: pearson, pearson correlation, linear correlation
        OUTLIERS: outliers, outlier, anomalies, anomaly, anomalous, unusual, unusual values, extreme values, \
        extremes, abnormal, abnormal values, unusually, odd values, strange values, suspicious values, outlying, \
        anomalous values, outlying values
        IQR: iqr, interquartile range method, iqr method, tukey
        ZSCORE: z score, z scores, zscore, zscores, z score method, standard score
        DISTRIBUTION: distribution, distribution of, distributed, frequency distribution, spread, spread of, \
        distributions, how spread out, value counts, value counts of, frequencies, frequency, breakdown, \
        breakdown of, histogram data, skewness, skew, skewed
        TREND: trend, trends, trend of, trend in, change, changes, changed, changing, evolve, evolved, evolution, \
        evolution of, development, developed, develop, growth, growth of, growth in, grow, grew, grown, growing, \
        increase, increased, increasing, decrease, decreased, decreasing, rise, risen, rose, rising, fall, fell, \
        fallen, falling, decline, declined, declining, change in, change of, go up, gone up, went up, go down, \
        gone down, went down, trending, increase in, decrease in, decline in, rise in, time series, drop, dropped, \
        vary over time, progress of, progression of, trajectory of
        COMPARE: compare, compared, comparison, comparison of, difference, differences, differ, differs, \
        difference between, difference in, different from, different between, different across, compare the, comparing, compared to, compared with, \
        differ between, differ by, differ across, significant difference, significantly different, \
        statistically different, gap between, gap in, significant, significantly, vary, varies, vary by, varies by
        SCHEMA: columns, column, schema, fields, field, variables, variable, features, attributes, column names, \
        structure, data types, column types, headers, header, dtypes, data type, what columns, which columns, \
        types of the columns, types of columns, types of each column, type of each column, names of the columns, \
        column list
        DESCRIBE: describe, overview, overview of, description, description of, what is this about, \
        what is the data about, what is this data about, what is in this data, what is in the data, \
        what is in this file, what is in the file, what is in this dataset, what is in the dataset, \
        what data is this, what data do i have, what data do we have, what does this data contain, \
        what does the data contain, what does this file contain, what does the file contain, \
        what does this dataset contain, what does the dataset contain, what does it contain, \
        explain this data, explain the data, explain this dataset, explain the dataset, info, information about, \
        what is this dataset about, what is the dataset about, what is this file about, what is the file about, \
        what is this file, what is this dataset, what is this data, what does the data look like, \
        what does this data look like, look like, profile, profile of, info about, tell me about, \
        tell me something about, information on, introduce, what kind of data is this
        SUMMARY: summary statistics, summary, statistics, descriptive statistics, summarize, summarise, stats, \
        basic statistics, basic stats, summary stats, key statistics, key figures, summary of, statistics of, \
        stats of, statistics for, summary statistics of, summary statistics for, statistical summary, \
        five number summary, summary for
        LIST: show, list, display, print, show me, give me, list all, show all, view, see, output, return, \
        give me a list of, get me, get, list of, a list of, give, find, preview, names of, enumerate, name
        DISTINCT: unique, distinct, different, unique values, distinct values, unique values of, \
        distinct values of, different values, possible values, values of, different values of, possible values of, \
        kinds of, types of, different kinds of, different types of, categories of, all values of, values does, \
        values are in, values are there for
        VERSUS: versus, vs, against
        BINS: bins, buckets, bars
        COLOUR: colored by, coloured by, color by, colour by, with color by, colored, coloured, split into lines by, \
        one line per, one line for each, with one line per, with a line per, with a line for each
        WHICH: which, who, whose, what
        HOW: how
        PRONOUN: it, its, their, theirs, them, they, those, these, the same, the result, the results, that result, \
        this result, the answer, the above, of them, of those, of these, among them, among those
        COPULA: is, are, was, were, be, been, being, have, has, had, do, does, did, having, got, would, will
        RELATIVE: that, where, when, whereby, such that, in which, for which, at which, on which, of which
        AND: and, as well as, plus, along with, together with, also, with their, and also, and its, and their
        OR: or
        EQUALS: equals, equal to, equal, exactly, is equal to, precisely
        PREPOSITION: of, in, on, at, for, during, as, into, about, regarding, concerning, throughout, in terms of, \
        with respect to, in regard to, in the year, in the years, for the year, for the years, of the year, \
        during the year, in year, the year
        WITH: with, with a, with an
        AMONG: among, amongst, within, inside, out of, of all, in all, of the total
        THAN: than
        THEN: then, and then, after that, and after that, afterwards, next, finally, lastly, followed by, \
        and finally, and next, subsequently, secondly, thirdly, and lastly
        USUALLY: usually, typically, generally, normally, on average, in general
        ROW: row, record, entry, observation, data point, sample, instance, example, line
        NOISE: the, a, an, please, could, can, you, i, me, my, we, our, us, tell, would like, want, need, know, \
        calculate, compute, determine, work out, figure out, let, this, dataset, data set, data, file, table, csv, \
        csv file, spreadsheet, any, some, overall, altogether, in total, in this data, all, all the, only, just, \
        there, total of, value, values, level, levels, so, now, exactly how, quickly, kindly, thanks, thank, thanks a lot, a lot, hi, \
        hello, hey, like, to know, to see, am, should, given, dear, actual, actually, overall the, entire, whole, \
        full, total values, measured, observed, found, sold, made, generated, produced, taken, placed, \
        listed, exist, occur, occurred, happened, happen, figure, figures, point, points, based on, using, use, \
        question, answer, result, results, here, does it, look, looking, at all, ask, asking, wondering, wonder, \
        curious, interested, interested in, simply, both, respectively, in a, help, help me, quick, individual, \
        single, given that, report, provide, make, create, generate, produce, draw me, do a, perform, run, \
        analysis, analyze, analyse, could you tell, as a table, in a table, check, estimate the, per cent of the, \
        their respective, corresponding, number wise, it is, to be, ok, okay, alright, well, i would, if possible, \
        for me, belong, belonging, belongs, fall into, live, lived, lives, living, come, comes, came, within the data, covered, included, \
            work, works, working, worked, employed, bought, purchased, sell, sells, recorded in, present in
        """;
    private static final String FUNCTIONS = """
        MEAN: average, avg, typical, mean, averages, means, arithmetic mean, average of, mean of, mean value, average value, \
        mean value of, average value of, expected value, averaged
        SUM: sum, total, sum of, total of, totals, summed, sums, total sum, total sum of, add up, \
        total amount of, combined, in sum
        MEDIAN: median, medians, median of, median value, middle value, median value of
        MIN: minimum, min, minimum of, minimal, minima, min of, minimum value, minimum value of, minimums
        MAX: maximum, max, maximum of, maximal, maxima, max of, maximum value, peak, maximum value of, maximums
        STD: standard deviation, std, stdev, stddev, sd, std dev, standard deviation of, standard deviations, \
        st dev, variability, variation, variation in, variation of, variability of, variability in, dispersion
        VARIANCE: variance, variance of, var, variances
        """;
    private static final String OPERATORS = """
        GT: greater than, more than, above, over, exceeding, exceeds, exceed, exceeded, larger than, higher than, \
        bigger than, in excess of, upwards of, is over, beyond, gt, better than
        GE: at least, no less than, not less than, greater than or equal to, more than or equal to, \
        minimum of at least, not below, no fewer than, not under, gte
        LT: less than, below, under, smaller than, lower than, fewer than, lt, worse than
        LE: at most, no more than, not more than, less than or equal to, up to, not above, maximum of at most, \
        not over, lower than or equal to, lte, not exceeding
        """;
    private static final String CALENDAR = """
        YEAR: year, calendar year | yearly, annually, annual, year by year, year on year, year over year
        QUARTER: quarter | quarterly
        MONTH: month, calendar month, year and month | monthly, month by month, month over month
        WEEK: week | weekly, week by week
        DAY: day, calendar day | daily, day by day
        MONTH_OF_YEAR: month of the year, month of year | seasonally
        DAY_OF_WEEK: weekday, day of the week, day of week, week day
        HOUR_OF_DAY: hour, hour of the day, hour of day | hourly
        """;
    private static final String CHARTS = """
        any: plot, chart, graph, draw, visualize, visualise, visualization, visualisation, diagram, figure of, \
        plot of, chart of, graph of, plots, charts, sketch, picture of, plotted, show a plot of, show a chart of
        line: line chart, line plot, line graph, line chart of, line plot of, line graph of, time series plot, \
        time series chart, linechart, lineplot, line
        bar: bar chart, bar plot, bar graph, barplot, barchart, bar chart of, bar plot of, bar graph of, column chart, \
        column chart of, bar, bars chart
        scatter: scatter plot, scatterplot, scatter, scatter chart, scatter plot of, scatterplot of, scatter graph, \
        scatter diagram
        histogram: histogram, histogram of, histograms
        box: box plot, boxplot, box plots, boxplots, box plot of, boxplot of, box and whisker plot, box chart, \
        whisker plot
        unsupported: pie chart, pie chart of, pie, heatmap, heat map, violin plot, map of, treemap, radar chart, \
        bubble chart, area chart, donut chart, sankey
        """;
    private static final String OFF_LIMITS = """
        predictions: predict, prediction, predictions, forecast, forecasts, forecasting, extrapolate, will be, \
        next year, next month, next week, tomorrow, in the future, future, simulate, project the, projection
        causes and opinions: should we, should i, why, cause, causes, caused, because, reason, reasons, opinion, think, recommend, \
        recommendation, advice, suggest, suggestion, believe, best way, explain why, feel, moral, better
        writing: poem, poems, haiku, essay, story, joke, song, write, translate, translation, lyrics, letter, email, \
        limerick, rap
        the web: news, internet, web, website, online, google, search the web, latest news, browse, download
        programming: code, script, function in python, python, javascript, sql, java, program, regex
        general knowledge: capital of, who invented, meaning of life, recipe, definition of, \
        stock tip, horoscope
        choosing strategies: backtest, backtests, strategy, strategies, buy when, sell when, trading rule, \
        moving average crossover, portfolio
        such questions about documents: document, documents, pdf, article says, search the documents, passage
        learning: cluster, clustering, clusters of, classify, classifier, classification, regression, train, \
        machine learning, neural network, model the, fit a model
        """;

    /** The function words that a slip of the pen can be of; their inflections are too near to other words. */
    private static final Set<String> FUNCTION_NAMES = Set.of("average", "median", "minimum", "maximum", "variance");

    /** Ordinary words that are no slip of the pen of a word of analysis. */
    private static final Set<String> NO_SLIPS = Set.of(
            "summer", "winter", "spring", "autumn", "season", "morning", "evening", "weekend", "meaning", "middle",
            "medium", "minimal", "maximal", "totally", "counter", "country", "county", "listed");

    private static final Map<String, Sense> SENSES = new HashMap<>();
    private static final Set<String> VOCABULARY = new HashSet<>();

    static {
        SENSES.putAll(Qualities.senses());
        each(OFF_LIMITS, (head, phrase) -> SENSES.put(phrase, new Sense.OffLimits(head)));
        each(ROLES, (head, phrase) -> SENSES.put(phrase, new Sense.Plain(Role.valueOf(head))));
        each(FUNCTIONS, (head, phrase) -> SENSES.put(phrase, new Sense.Calculates(Function.valueOf(head))));
        each(OPERATORS, (head, phrase) -> SENSES.put(phrase, new Sense.Compares(Operator.valueOf(head))));
        each(
                CHARTS,
                (head, phrase) ->
                        SENSES.put(phrase, new Sense.Draws(head.equals("any") ? Optional.empty() : Optional.of(head))));
        for (String line : CALENDAR.lines().toList()) {
            List<String> parts = List.of(line.split(": | \\| ", -1));
            Period period = Period.valueOf(parts.get(0));
            for (int i = 1; i < parts.size(); i++) {
                for (String phrase : parts.get(i).split(", ", -1)) {
                    SENSES.put(phrase, new Sense.Calendar(period, i == 2));
                }
            }
        }
        for (String high : List.of("highest", "greatest", "most", "maximal value of", "record high", "topmost")) {
            SENSES.put(high, new Sense.Superlative(true, List.of()));
        }
        for (String low : List.of("lowest", "least", "fewest", "record low")) {
            SENSES.put(low, new Sense.Superlative(false, List.of()));
        }
        List<String> rated = List.of("score", "rating", "grade", "performance", "gpa", "mark");
        SENSES.put("best", new Sense.Superlative(true, rated));
        SENSES.put("worst", new Sense.Superlative(false, rated));
        for (String more : List.of("more", "greater", "higher")) {
            SENSES.put(more, new Sense.Comparative(true, List.of()));
        }
        for (String less : List.of("less", "fewer", "lower")) {
            SENSES.put(less, new Sense.Comparative(false, List.of()));
        }
        SENSES.put("=", new Sense.Plain(Role.EQUALS));
        SENSES.put("==", new Sense.Plain(Role.EQUALS));
        SENSES.put("-", new Sense.Plain(Role.MINUS));
        SENSES.put(">", new Sense.Compares(Operator.GT));
        SENSES.put(">=", new Sense.Compares(Operator.GE));
        SENSES.put("≥", new Sense.Compares(Operator.GE));
        SENSES.put("<", new Sense.Compares(Operator.LT));
        SENSES.put("<=", new Sense.Compares(Operator.LE));
        SENSES.put("≤", new Sense.Compares(Operator.LE));
        SENSES.put("!=", new Sense.Compares(Operator.NE));
        SENSES.put("<>", new Sense.Compares(Operator.NE));
        SENSES.put("≠", new Sense.Compares(Operator.NE));
        for (String phrase : SENSES.keySet()) {
            VOCABULARY.addAll(List.of(phrase.split(" ", -1)));
        }
    }

    private Lexicon() {}

    private interface Entry {
        void add(String head, String phrase);
    }

    private static void each(String entries, Entry entry) {
        for (String line : entries.lines().toList()) {
            int colon = line.indexOf(": ");
            for (String phrase : line.substring(colon + 2).split(",\\s*", -1)) {
                entry.add(line.substring(0, colon), phrase);
            }
        }
    }

    /** The sense of a phrase of lower-case words with single spaces between. */
    static Optional<Sense> sense(String phrase) {
        return Optional.ofNullable(SENSES.get(phrase));
    }

    /** Whether the word occurs in any phrase, so that it is no slip of the pen. */
    static boolean knows(String word) {
        return VOCABULARY.contains(word);
    }

    /** The one word of analysis that this is a slip of the pen of. */
    static Optional<String> meantBy(String word) {
        if (word.length() < 6 || knows(word) || NO_SLIPS.contains(word)) {
            return Optional.empty();
        }
        List<String> near = SENSES.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Sense.OffLimits))
                .filter(entry ->
                        !(entry.getValue() instanceof Sense.Calculates) || FUNCTION_NAMES.contains(entry.getKey()))
                .filter(entry -> !(entry.getValue() instanceof Sense.Plain plain && plain.role() == Role.NOISE))
                .map(Map.Entry::getKey)
                .filter(phrase -> phrase.length() >= 6 && phrase.indexOf(' ') < 0 && Words.misspelt(word, phrase))
                .sorted()
                .toList();
        boolean oneSense = near.stream().map(SENSES::get).distinct().count() == 1;
        return oneSense ? Optional.of(near.getFirst()) : Optional.empty();
    }
}
