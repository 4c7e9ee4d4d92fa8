package io.hexagent.infrastructure.bars;

import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.BarFiles;
import io.hexagent.domain.strategy.MarketData;
import java.io.InputStream;

/** Reads bars from CSV files with FastCSV. Safe for use by many threads. */
public final class CsvBarFiles implements BarFiles {
    private final BarCheck.Policy policy;
    private final int mostBars;

    /** @param mostBars of one file */
    public CsvBarFiles(BarCheck.Policy policy, int mostBars) {
        this.policy = policy;
        this.mostBars = mostBars;
    }

    @Override
    public MarketData market(String name, InputStream csv) {
        return new FileMarket(name, CsvBars.read(name, csv, mostBars), policy);
    }
}
