package io.sojourn.server.http;

/// Who calls: the API key used and the account it belongs to.
///
/// @param appId empty for nobody
public record Caller(long user, String appId) {
    public static final Caller NOBODY = new Caller(0, "");
}
