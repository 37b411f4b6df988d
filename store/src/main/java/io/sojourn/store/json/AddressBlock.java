package io.sojourn.store.json;

/// Tells an IPv4 or IPv6 address or CIDR block by its text, without ever asking a name server.
final class AddressBlock {

    private AddressBlock() {}

    static boolean isOne(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean four = isIpv4(address);
        if (!four && !isIpv6(address)) {
            return false;
        }
        return slash < 0 || isNumber(text.substring(slash + 1), four ? 32 : 128);
    }

    private static boolean isIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!isNumber(octet, 255)) {
                return false;
            }
        }
        return true;
    }

    /// RFC 4291, section 2.2; without a zone.
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String left = text.substring(0, gap);
        String right = text.substring(gap + 2);
        int before = left.isEmpty() ? 0 : groups(left);
        int after = right.isEmpty() ? 0 : groups(right);
        return before >= 0 && after >= 0 && before + after <= 7 && left.indexOf('.') < 0;
    }

    /// Number of 16-bit groups, of which a trailing IPv4 address makes two; -1 where one is none.
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && isIpv4(parts[i])) {
                groups += 2;
            } else if (isHex(parts[i])) {
                groups++;
            } else {
                return -1;
            }
        }
        return groups;
    }

    private static boolean isHex(String text) {
        return !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    private static boolean isNumber(String text, int most) {
        return !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) <= most;
    }
}
