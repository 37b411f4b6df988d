package io.sojourn.ingest.wire;

import io.sojourn.core.value.Value;
import java.util.Map;

/// One statement of a tracking request, a push line, a batch item or an imported action, as it was sent and
/// with every sender's spelling already understood. Nothing is decided here that depends on a project's settings.
///
/// Texts are empty where nothing was sent; `null`, `0.0.0.0` and the like of the envelope count as not sent.
///
/// @param name event name, for [Kind#EVENT]
/// @param cookie as sent; may hold an email address
/// @param eventId the sender's own id of the event (`idptnc`, `event_id`)
/// @param time event time in Unix milliseconds, or [#NO_TIME]
/// @param timeout idle time of the visit in milliseconds, 0 = not sent
/// @param duration foreground time in milliseconds, -1 = not sent
/// @param standalone `passive=1`, `ip=0.0.0.0` or `"standalone":true`
/// @param envelope everything else the envelope says
/// @param person `cv_` properties, `id` and `email` among them
/// @param event `ce_` properties
/// @param visit `cs_` properties
/// @param organisation `co_` properties
public record TrackItem(
        Kind kind,
        String name,
        String cookie,
        String eventId,
        long time,
        long timeout,
        long duration,
        boolean standalone,
        Envelope envelope,
        Map<String, Value> person,
        Map<String, Value> event,
        Map<String, Value> visit,
        Map<String, Value> organisation) {

    public static final long NO_TIME = Long.MIN_VALUE;

    public enum Kind {
        EVENT,
        IDENTIFY,
        PING,
        UPDATE
    }

    /// The same, said to come from another address.
    public TrackItem fromAddress(String address) {
        Envelope e = envelope;
        return new TrackItem(
                kind,
                name,
                cookie,
                eventId,
                time,
                timeout,
                duration,
                standalone,
                new Envelope(
                        e.domain,
                        e.app,
                        address,
                        false,
                        e.userAgent,
                        e.referrer,
                        e.screen,
                        e.language,
                        e.browser,
                        e.os,
                        e.device,
                        e.org),
                person,
                event,
                visit,
                organisation);
    }

    /// @param domain the project's name or domain as the request gave it
    /// @param app which client sent it
    /// @param address where the visitor is: `ip` where sent and not `0.0.0.0`, else the connection's address where the
    ///     client speaks for itself, else empty
    /// @param addressSent the address comes from an `ip` parameter
    /// @param userAgent of the visitor: the `user-agent` parameter, else the header where the client is a browser or app
    ///     that speaks for itself, else empty
    /// @param org identifier of the organisation
    public record Envelope(
            String domain,
            String app,
            String address,
            boolean addressSent,
            String userAgent,
            String referrer,
            String screen,
            String language,
            String browser,
            String os,
            String device,
            String org) {}
}
