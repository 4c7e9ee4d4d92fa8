package io.hexagent.presentation;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The stack of an exception as text. What an exception of others says may hold anything, as a row of data, a prompt or
 * a key, so that its message is left out unless its logger is at debug. Our own say what they promise to say.
 */
final class Stack {
    private static final String[] PLAIN = {"io.hexagent.", "java.net."};
    private static final int MOST_CAUSES = 20;

    private Stack() {}

    /** Ends with a line break. */
    static String of(ILoggingEvent event) {
        boolean whole =
                LoggerFactory.getLogger(event.getLoggerName()) instanceof Logger logger && logger.isDebugEnabled();
        var text = new StringBuilder();
        append(text, "", event.getThrowableProxy(), whole, 0);
        return text.toString();
    }

    private static void append(
            StringBuilder text, String lead, @Nullable IThrowableProxy thrown, boolean whole, int depth) {
        if (thrown == null || depth > MOST_CAUSES) {
            return;
        }
        text.append(lead).append(thrown.getClassName());
        String message = thrown.getMessage();
        if (message != null && !message.isEmpty()) {
            text.append(whole || isPlain(thrown.getClassName()) ? ": " + message : " (message left out)");
        }
        text.append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        if (frames != null) {
            int own = frames.length - thrown.getCommonFrames();
            for (int i = 0; i < own; i++) {
                text.append('\t').append(frames[i].getSTEAsString()).append('\n');
            }
        }
        append(text, "caused by ", thrown.getCause(), whole, depth + 1);
    }

    private static boolean isPlain(String type) {
        for (String start : PLAIN) {
            if (type.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
