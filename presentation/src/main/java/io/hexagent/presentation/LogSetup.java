package io.hexagent.presentation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.hexagent.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs to stderr: warnings for a command, information while serving. Set up in code, since reading a file would take a
 * tenth of a second from every command. Logback finds this class by its service file.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String OURS = "io.hexagent";

    /** Kept, since Java forgets the level of a logger that nobody holds. It tells how long the wiring took. */
    private static final java.util.logging.Logger WIRING = java.util.logging.Logger.getLogger("io.avaje");

    private static final String APPENDER = "stderr";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        write(context, new ConsoleLines());
        // The graph library logs each interrupt as an error; a run's end is logged where it is decided.
        context.getLogger("org.bsc.langgraph4j").setLevel(Level.OFF);
        // It warns of each machine without a graphics card.
        context.getLogger("ai.djl").setLevel(Level.ERROR);
        // It warns, with a stack, of each connection that a restart of the database broke; the store tells of that.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // It logs each refusal of a foreign server as an error of ours, with what was sent; our client tells of those.
        context.getLogger("io.modelcontextprotocol").setLevel(Level.OFF);
        // It logs what comes from such a server after its connection was left.
        context.getLogger("reactor.core.publisher.Operators").setLevel(Level.OFF);
        WIRING.setLevel(java.util.logging.Level.WARNING);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void write(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        encoder.setContext(context);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setName(APPENDER);
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        root.detachAppender(APPENDER);
        root.addAppender(console);
    }

    /**
     * Changes what the settings say differently. A log that was set up in another way, as by a host's own file, keeps
     * its form.
     */
    public static void apply(Settings.Logging settings) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (settings.format().equals("json") && root.getAppender(APPENDER) != null) {
            write(context, new JsonLines());
        }
        settings.level().ifPresent(level -> {
            root.setLevel(of(level));
            level(of(level));
        });
        settings.levels()
                .forEach((component, level) -> component
                        .packages()
                        .forEach(name -> context.getLogger(name).setLevel(of(level))));
    }

    private static Level of(Settings.Logging.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }

    /** Warnings only. Logging is set up by the first logger that is asked for, which may be too late for some. */
    public static void quiet() {
        WIRING.setLevel(java.util.logging.Level.WARNING);
    }

    /** Information too, for a program that runs for long. */
    public static void serving() {
        level(Level.INFO);
    }

    /** Every detail. */
    public static void verbose() {
        level(Level.DEBUG);
    }

    private static void level(Level level) {
        if (LoggerFactory.getLogger(OURS) instanceof ch.qos.logback.classic.Logger ours
                && !(ours.getLevel() == Level.DEBUG)) {
            ours.setLevel(level);
        }
    }
}
