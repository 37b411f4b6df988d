package io.sojourn.server.live;

/// What whoever set up the tracking can do about a refusal, in plain words.
public final class Advice {

    private Advice() {}

    /// @param reason as the quarantine labels it
    public static String on(String reason) {
        return switch (reason) {
            case "no_identifier" ->
                    "Send a cookie, an id or an email with every event, so that it belongs to somebody.";
            case "no_event_name" ->
                    "Give every event a name: `event` in the request, or the first argument of track().";
            case "no_event_id" -> "Send the id of the event that the update is about (`idptnc`).";
            case "update_without_event" ->
                    "The event that this update is about never came. Check that it is sent with the same id.";
            case "unknown_project", "unknown_domain" ->
                    "Add the domain to a project in the settings, or correct it where tracking is configured.";
            case "key_required", "unauthenticated" ->
                    "This project takes events with an API key only. Send one, or allow events without.";
            case "malformed_body", "malformed_line" ->
                    "The body is no valid JSON. Check what the client sends.";
            case "unknown_field", "invalid_field" ->
                    "Correct the field that the message names; the documentation lists those that are known.";
            case "unknown_endpoint" ->
                    "Use /track/ce, /track/identify, /track/ping, /track/update or /track/push.";
            case "too_many_properties", "key_too_long", "value_too_long" ->
                    "Send less with one event, or raise the limit in the server's configuration.";
            case "too_many_items" -> "Send fewer events in one request.";
            case "url_too_long" -> "Send large events by POST instead of in the address.";
            case "body_too_large" -> "Send smaller requests, or raise body-bytes-max.";
            case "rate_limited" ->
                    "One address sent more than the project allows. Raise the limit, or send in batches.";
            case "quota_exceeded" -> "The month's quota is used up. Raise it in the settings.";
            case "method_not_allowed" -> "Send events by GET or POST.";
            default -> "The message says what was wrong; the request is kept and can be replayed.";
        };
    }
}
