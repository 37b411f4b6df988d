package io.sojourn.ingest.enrich;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// IP addresses as text; no name is ever looked up.
final class Ip {

    /// The longest literal: six groups and a dotted IPv4 tail.
    private static final int CHARS_MAX = 45;

    private static final int IPV4_BYTES_KEPT = 3;
    private static final int IPV6_BYTES_KEPT = 6;

    private Ip() {}

    /// Reads an address with what proxies and clients put around it: a list (the first counts), brackets, a port, a
    /// zone. An IPv4 address mapped into IPv6 is that IPv4 address.
    static Optional<InetAddress> parse(String text) {
        String literal = bare(text);
        if (!isLiteral(literal)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String bare(String text) {
        int comma = text.indexOf(',');
        String one = (comma < 0 ? text : text.substring(0, comma)).strip();
        if (one.startsWith("[")) {
            int close = one.indexOf(']');
            one = one.substring(1, close < 0 ? one.length() : close);
        } else if (one.indexOf('.') > 0
                && one.indexOf(':') > 0
                && one.indexOf(':') == one.lastIndexOf(':')) {
            one = one.substring(0, one.indexOf(':'));
        }
        int zone = one.indexOf('%');
        return zone < 0 ? one : one.substring(0, zone);
    }

    private static boolean isLiteral(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            return false;
        }
        int dots = 0;
        boolean colon = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            dots += c == '.' ? 1 : 0;
            colon |= c == ':';
            if (c > 'f' || (c != '.' && c != ':' && Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return colon || dots == 3;
    }

    /// The network that a person's address lies in: the last octet of IPv4, the last 80 bits of IPv6 are zero.
    static InetAddress truncated(InetAddress address) {
        byte[] bytes = address.getAddress();
        int kept = address instanceof Inet4Address ? IPV4_BYTES_KEPT : IPV6_BYTES_KEPT;
        for (int i = kept; i < bytes.length; i++) {
            bytes[i] = 0;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }

    /// The canonical text, IPv6 as in RFC 5952: lower case, the longest run of zero groups as `::`.
    static String text(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder(CHARS_MAX);
        for (int i = 0; i < groups.length; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
