package io.hexagent.application.strategy;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.strategy.BarFiles;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.Evaluation;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.MarketErrors;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.value.DatasetId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Compiles a document and gets the bars that it is to be tried on. Safe for use by many threads. */
public final class Preparation {
    private final StrategyCompiler compiler;
    private final MarketData market;
    private final BarFiles files;
    private final Datasets datasets;
    private final DatasetContents contents;
    private final CpuPool pool;
    private final Options options;

    /**
     * @param mostBytes of a file
     * @param hint a sentence for those whose symbol is nowhere: which source is switched off
     */
    public record Options(long mostBytes, Optional<String> hint) {}

    /** @param market asked when a command brings no data of its own */
    public Preparation(
            StrategyCompiler compiler,
            MarketData market,
            BarFiles files,
            Datasets datasets,
            DatasetContents contents,
            CpuPool pool,
            Options options) {
        this.compiler = compiler;
        this.market = market;
        this.files = files;
        this.datasets = datasets;
        this.contents = contents;
        this.pool = pool;
        this.options = options;
    }

    /** @param notes what the market told of the bars */
    record Prepared(Strategy strategy, Bars bars, MarketHours hours, String source, List<String> notes) {
        Prepared {
            notes = List.copyOf(notes);
        }
    }

    /** It cannot be tried. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Refusal why;

        Refused(Refusal why) {
            super(why.message(), null, false, false);
            this.why = why;
        }

        Refusal why() {
            return why;
        }
    }

    /** Does the work, and makes an outcome of every reason for which it cannot be done. */
    static <T> T outcome(Supplier<T> work, Function<Refusal, T> refused) {
        try {
            return work.get();
        } catch (Refused problem) {
            return refused.apply(problem.why());
        } catch (CpuPool.Busy busy) {
            return refused.apply(new Refusal.Busy(busy.waiting()));
        } catch (CpuPool.TooLong late) {
            return refused.apply(new Refusal.TooLong(late.limit()));
        }
    }

    /** @throws Refused when the document is wrong */
    Strategy strategy(String code) {
        return switch (pool.run(() -> compiler.compile(code))) {
            case StrategyCompiler.Compiled.Ready ready -> ready.strategy();
            case StrategyCompiler.Compiled.Wrong wrong -> throw new Refused(new Refusal.Wrong(wrong.errors(), code));
        };
    }

    /** @throws Refused when the document is wrong, or there are no bars for it */
    Prepared prepare(Principal principal, String code, Optional<DataInput> data) {
        Strategy strategy = strategy(code);
        return prepare(principal, strategy, data);
    }

    /** @throws Refused when there are no bars for the strategy, or too few for its rules */
    Prepared prepare(Principal principal, Strategy strategy, Optional<DataInput> data) {
        MarketData.Answer answer = data.map(input -> market(principal, input))
                .orElse(market)
                .bars(principal.owner(), strategy.symbol(), strategy.timeframe(), strategy.from(), strategy.to());
        if (answer instanceof MarketData.Answer.Found found) {
            MarketErrors.tooFewBars(strategy, found.bars().size(), firstBar(strategy))
                    .ifPresent(few -> {
                        throw new Refused(new Refusal.Wrong(List.of(few), strategy.code()));
                    });
            return new Prepared(strategy, found.bars(), found.hours(), found.source(), found.notes());
        }
        CompileError error = MarketErrors.of(strategy, answer).orElseThrow();
        throw new Refused(new Refusal.Wrong(
                List.of(answer instanceof MarketData.Answer.UnknownSymbol && data.isEmpty() ? hinted(error) : error),
                strategy.code()));
    }

    /** With what could be switched on. */
    private CompileError hinted(CompileError error) {
        return new CompileError(
                error.code(),
                error.message(),
                error.position(),
                error.cause(),
                options.hint().map(hint -> error.fix() + " " + hint).orElse(error.fix()),
                error.example());
    }

    /** The first bar at which both rules are defined, 0-based. */
    static int firstBar(Strategy strategy) {
        return Math.max(Evaluation.warmUp(strategy.entry()), Evaluation.warmUp(strategy.exit())) - 1;
    }

    private MarketData market(Principal principal, DataInput input) {
        try {
            return switch (input) {
                case DataInput.File file -> file(file.path());
                case DataInput.Upload upload -> pool.run(() -> files.market(upload.name(), upload.bytes()));
                case DataInput.Known known -> known(principal, known.id());
            };
        } catch (UnusableDataset problem) {
            throw new Refused(new Refusal.Unusable(problem.reason(), problem.getMessage()));
        } catch (IOException problem) {
            throw new Refused(new Refusal.Unusable(
                    Reason.NOT_READABLE,
                    "the file cannot be read: " + problem.getClass().getSimpleName()));
        }
    }

    private MarketData file(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new UnusableDataset(Reason.NOT_FOUND, "there is no file " + path);
        }
        if (!Files.isRegularFile(path)) {
            throw new UnusableDataset(Reason.NOT_A_FILE, path + " is no file; name a CSV file of bars");
        }
        if (Files.size(path) > options.mostBytes()) {
            throw new UnusableDataset(
                    Reason.TOO_LARGE,
                    path + " has more than " + options.mostBytes() + " bytes (setting limits.dataset-bytes)");
        }
        Path name = path.getFileName();
        try (InputStream csv = Files.newInputStream(path)) {
            return pool.run(() -> files.market(String.valueOf(name), csv));
        }
    }

    private MarketData known(Principal principal, DatasetId id) throws IOException {
        Dataset dataset =
                datasets.find(principal.owner(), id).orElseThrow(() -> new Refused(new Refusal.UnknownDataset(id)));
        try (InputStream csv = contents.open(dataset.source(), dataset.content())) {
            return pool.run(() -> files.market(dataset.name(), csv));
        }
    }
}
