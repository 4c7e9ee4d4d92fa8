package io.hexagent.infrastructure.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.hexagent.domain.telemetry.Gauge;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;

/** What can be read of the pool and of the log's writer at any time. */
final class Readings {
    private Readings() {}

    static Map<Gauge, DoubleSupplier> of(DataSource pool, PostgresRunEvents log) {
        var readings = new LinkedHashMap<Gauge, DoubleSupplier>();
        put(readings, pool, Gauge.Use.ACTIVE, HikariPoolMXBean::getActiveConnections);
        put(readings, pool, Gauge.Use.IDLE, HikariPoolMXBean::getIdleConnections);
        put(readings, pool, Gauge.Use.WAITING, HikariPoolMXBean::getThreadsAwaitingConnection);
        readings.put(new Gauge.Pool(Gauge.Owner.POSTGRES, Gauge.Use.MOST), () -> most(pool));
        readings.put(Gauge.Total.LOG_BATCHES, () -> log.stats().batches());
        readings.put(Gauge.Total.LOG_COMMITS, () -> log.stats().commits());
        readings.put(Gauge.Total.LOG_EVENTS, () -> log.stats().events());
        readings.put(Gauge.Total.LOG_ROUND_TRIPS, () -> log.stats().roundTrips());
        return readings;
    }

    private static void put(
            Map<Gauge, DoubleSupplier> readings, DataSource pool, Gauge.Use use, ToIntFunction<HikariPoolMXBean> read) {
        readings.put(new Gauge.Pool(Gauge.Owner.POSTGRES, use), () -> read(pool, read));
    }

    /** The pool has no state before its first connection. */
    private static double read(DataSource pool, ToIntFunction<HikariPoolMXBean> read) {
        try {
            HikariPoolMXBean state = pool.unwrap(HikariDataSource.class).getHikariPoolMXBean();
            return state == null ? 0 : read.applyAsInt(state);
        } catch (SQLException other) {
            return Double.NaN;
        }
    }

    private static double most(DataSource pool) {
        try {
            return pool.unwrap(HikariDataSource.class).getMaximumPoolSize();
        } catch (SQLException other) {
            return Double.NaN;
        }
    }
}
