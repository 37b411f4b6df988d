package io.sojourn.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a chain of proxies says of the client: for each hop whom it served, and how. Read from the right, since each
/// proxy adds there, and no further than the first hop that is no trusted proxy: what stands left of it was written by
/// somebody unknown.
///
/// The forms are those of `X-Forwarded-For`, `-Proto`, `-Host`, `-Prefix`, and of `Forwarded` (RFC 7239), which is read
/// where there is no `X-Forwarded-For`.
final class Forwarding {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._\\-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~\\-]+){1,20}");
    private static final Pattern PAIR =
            Pattern.compile("([A-Za-z]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s;,\"]+)");
    private static final int HOST_CHARS_MAX = 255;
    private static final int PREFIX_CHARS_MAX = 200;

    /// Told of every value that is ignored because it is not of its form.
    @FunctionalInterface
    interface Ignored {
        /// @param header lower case
        void ignored(String header);
    }

    /// All lines of a header.
    @FunctionalInterface
    interface Headers {
        List<String> all(String name);
    }

    private final List<Network> trusted;
    private final Ignored ignored;

    Forwarding(List<Network> trusted, Ignored ignored) {
        this.trusted = List.copyOf(trusted);
        this.ignored = ignored;
    }

    boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /// @param peer other end of the connection, trusted
    /// @param direct what the connection itself shows
    Origin look(InetAddress peer, Origin direct, Headers headers) {
        List<String> hops = values(headers, "x-forwarded-for");
        if (!hops.isEmpty()) {
            Client client = client(peer, hops, "x-forwarded-for");
            return new Origin(
                    client.address().getHostAddress(),
                    https(headers, client, direct.https()),
                    host(
                            at(values(headers, "x-forwarded-host"), client.proxies()),
                            "x-forwarded-host",
                            direct.host()),
                    prefix(headers, client, direct.basePath()));
        }
        List<String> forwarded = elements(headers);
        Client client =
                client(peer, forwarded.stream().map(e -> pair(e, "for")).toList(), "forwarded");
        String nearest = at(forwarded, client.proxies()).orElse("");
        return new Origin(
                client.address().getHostAddress(),
                forwarded.isEmpty()
                        ? https(headers, client, direct.https())
                        : scheme(pair(nearest, "proto"), "forwarded", direct.https()),
                forwarded.isEmpty()
                        ? host(
                                at(values(headers, "x-forwarded-host"), 0),
                                "x-forwarded-host",
                                direct.host())
                        : host(
                                Optional.of(pair(nearest, "host")).filter(h -> !h.isEmpty()),
                                "forwarded",
                                direct.host()),
                prefix(headers, client, direct.basePath()));
    }

    /// @param proxies trusted ones between the client and the peer, the peer not counted
    private record Client(InetAddress address, int proxies) {}

    private Client client(InetAddress peer, List<String> hops, String header) {
        InetAddress last = peer;
        for (int i = hops.size() - 1; i >= 0; i--) {
            Optional<InetAddress> hop = node(hops.get(i));
            if (hop.isEmpty()) {
                ignored.ignored(header);
                return new Client(last, Math.max(0, hops.size() - 2 - i));
            }
            last = hop.get();
            if (!isTrusted(last)) {
                return new Client(last, hops.size() - 1 - i);
            }
        }
        return new Client(last, Math.max(0, hops.size() - 1));
    }

    private boolean https(Headers headers, Client client, boolean otherwise) {
        return at(values(headers, "x-forwarded-proto"), client.proxies())
                .map(scheme -> scheme(scheme, "x-forwarded-proto", otherwise))
                .orElse(otherwise);
    }

    private boolean scheme(String scheme, String header, boolean otherwise) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> false;
            case "" -> otherwise;
            default -> {
                ignored.ignored(header);
                yield otherwise;
            }
        };
    }

    private String host(Optional<String> said, String header, String otherwise) {
        if (said.isEmpty()) {
            return otherwise;
        }
        if (said.get().length() <= HOST_CHARS_MAX && HOST.matcher(said.get()).matches()) {
            return said.get();
        }
        ignored.ignored(header);
        return otherwise;
    }

    private String prefix(Headers headers, Client client, String otherwise) {
        Optional<String> said = at(values(headers, "x-forwarded-prefix"), client.proxies());
        if (said.isEmpty() || said.get().equals("/")) {
            return otherwise;
        }
        String prefix =
                said.get().endsWith("/")
                        ? said.get().substring(0, said.get().length() - 1)
                        : said.get();
        if (prefix.length() <= PREFIX_CHARS_MAX && PREFIX.matcher(prefix).matches()) {
            return prefix;
        }
        ignored.ignored("x-forwarded-prefix");
        return otherwise;
    }

    /// What the proxy wrote that saw the client: as far from the right as there are proxies after it, or the leftmost
    /// where proxies pass a value on instead of adding to it.
    private static Optional<String> at(List<String> values, int proxies) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.get(Math.max(0, values.size() - 1 - proxies)));
    }

    private static List<String> values(Headers headers, String name) {
        List<String> values = new ArrayList<>();
        for (String line : headers.all(name)) {
            for (String value : line.split(",", -1)) {
                if (!value.isBlank()) {
                    values.add(value.strip());
                }
            }
        }
        return values;
    }

    /// Elements of `Forwarded`, whose values may be quoted.
    private static List<String> elements(Headers headers) {
        List<String> elements = new ArrayList<>();
        for (String line : headers.all("forwarded")) {
            boolean quoted = false;
            int from = 0;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    elements.add(line.substring(from, i).strip());
                    from = i + 1;
                }
            }
            elements.add(line.substring(from).strip());
        }
        elements.removeIf(String::isEmpty);
        return elements;
    }

    /// Empty where the element has no such parameter.
    private static String pair(String element, String name) {
        Matcher pairs = PAIR.matcher(element);
        while (pairs.find()) {
            if (pairs.group(1).equalsIgnoreCase(name)) {
                String value = pairs.group(2);
                return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
    private static Optional<InetAddress> node(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? Optional.empty() : Network.address(text.substring(1, end));
        }
        int colon = text.indexOf(':');
        boolean port = colon >= 0 && colon == text.lastIndexOf(':');
        return Network.address(port ? text.substring(0, colon) : text);
    }
}
