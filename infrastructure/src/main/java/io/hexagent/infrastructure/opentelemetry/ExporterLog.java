package io.hexagent.infrastructure.opentelemetry;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Brings what OpenTelemetry tells Java's own log, as a collector that does not answer, into ours. */
final class ExporterLog extends Handler {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OpenTelemetryTraces.class);

    /** Kept, since Java forgets the settings of a logger that nobody holds. */
    private static final Logger THEIRS = Logger.getLogger("io.opentelemetry");

    private ExporterLog() {}

    /** From now on, and once only. */
    static synchronized void take() {
        if (THEIRS.getHandlers().length == 0) {
            THEIRS.setUseParentHandlers(false);
            THEIRS.addHandler(new ExporterLog());
        }
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            // A failure's trace is long and says no more than its message.
            LOG.warn("traces: {}", entry.getMessage());
        } else {
            LOG.debug("traces: {}", entry.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
