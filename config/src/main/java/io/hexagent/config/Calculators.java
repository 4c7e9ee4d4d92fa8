package io.hexagent.config;

import io.hexagent.infrastructure.tablesaw.TablesawCalculator;

/** The calculator's options from the settings. */
final class Calculators {
    private Calculators() {}

    static TablesawCalculator.Options options(Settings settings) {
        var defaults = TablesawCalculator.Options.defaults();
        Settings.Bounds limits = settings.limits();
        return new TablesawCalculator.Options(
                limits.datasetBytes(),
                defaults.maxRows(),
                defaults.maxColumns(),
                defaults.maxCellChars(),
                defaults.maxTableBytes(),
                limits.tableCacheBytes() == 0 ? defaults.cacheBytes() : limits.tableCacheBytes(),
                defaults.maxResultRows(),
                limits.tableThreads() == 0 ? defaults.threads() : limits.tableThreads());
    }
}
