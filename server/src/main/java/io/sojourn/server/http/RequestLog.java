package io.sojourn.server.http;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Lines about requests: every one where that is wanted, and those that took long. They name the route's template, never
/// the path, which holds who was asked for.
///
/// @param all one line a request
/// @param slow a warning for a request that took longer; zero = none
public record RequestLog(boolean all, Duration slow) {
    private static final Logger LOG = LoggerFactory.getLogger("io.sojourn.server.requests");

    public static final RequestLog NONE = new RequestLog(false, Duration.ZERO);

    /// @param streamed lasts as long as its client listens, and is not slow for that
    void answered(
            String id, String method, String route, int status, long nanos, boolean streamed) {
        boolean late = !streamed && slow.isPositive() && nanos > slow.toNanos();
        if (!late && !all) {
            return;
        }
        LoggingEventBuilder line = late ? LOG.atWarn() : LOG.atInfo();
        line.addKeyValue("requestId", id)
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("millis", nanos / 1_000_000)
                .log(late ? "slow request" : "request");
    }
}
