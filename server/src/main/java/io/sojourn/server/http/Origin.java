package io.sojourn.server.http;

/// Where a request comes from and how its client sees this server, proxies that are trusted looked through.
///
/// @param address literal of the client; empty where unknown
/// @param https whether the client's own connection is encrypted
/// @param host as the client named it, with its port where it gave one; empty where it did not
/// @param basePath below which the client finds the server: empty, or such as `/sojourn`
public record Origin(String address, boolean https, String host, String basePath) {

    public static final Origin UNKNOWN = new Origin("", false, "", "");

    /// The path of cookies of this server.
    public String cookiePath() {
        return basePath.isEmpty() ? "/" : basePath;
    }

    /// The address of a path below the base path, as the client would write it; without a host only the path.
    public String url(String path) {
        String below = basePath + path;
        return host.isEmpty() ? below : (https ? "https://" : "http://") + host + below;
    }
}
