package io.sojourn.ingest.wire;

import java.net.InetAddress;

/// IP address literals; nothing is ever looked up.
final class Addresses {

    private static final int CHARS_MAX = 45;

    private Addresses() {}

    static boolean isLiteral(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            return false;
        }
        int dots = 0;
        boolean colon = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            dots += c == '.' ? 1 : 0;
            colon |= c == ':';
            if (c != '.' && c != ':' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        if (!colon && dots != 3) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress().length > 0;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
