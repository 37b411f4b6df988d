package io.sojourn.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the process writes its log on standard error: form and levels. Above DEBUG a line tells of requests by method,
/// route and request id, and of people by number; addresses, names and what was sent are personal and stay out.
public final class Logging {
    private static final String APPENDER = "ERR";

    /// What a line looks like.
    public enum Format {
        TEXT,
        JSON
    }

    private Logging() {}

    /// @param levels by logger; the empty name is that of all the others
    public static void configure(Format format, Map<String, String> levels) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("the log is not written by logback");
        }
        if (format == Format.JSON
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                        instanceof ConsoleAppender<ILoggingEvent> console) {
            JsonLines lines = new JsonLines();
            lines.setContext(context);
            lines.start();
            console.setEncoder(lines);
        }
        levels.forEach(
                (name, level) ->
                        context.getLogger(name.isEmpty() ? Logger.ROOT_LOGGER_NAME : name)
                                .setLevel(Level.toLevel(level)));
    }
}
