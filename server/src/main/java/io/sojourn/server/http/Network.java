package io.sojourn.server.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// A block of addresses, such as `10.0.0.0/8`, or one address. An IPv4 address written as IPv6 is an IPv4 address.
///
/// @param bytes of the address, 4 or 16
/// @param bits that all addresses of the block have in common
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, copied in
public record Network(byte[] bytes, int bits) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    public Network {
        bytes = bytes.clone();
        if (bits < 0 || bits > bytes.length * 8) {
            throw new IllegalArgumentException(
                    "a block of %d bytes has no %d bits".formatted(bytes.length, bits));
        }
    }

    /// @return empty where the text is neither an address nor a block
    public static Optional<Network> of(String text) {
        int slash = text.indexOf('/');
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        if (slash >= 0 && !BITS.matcher(bits).matches()) {
            return Optional.empty();
        }
        return address(slash < 0 ? text : text.substring(0, slash))
                .map(InetAddress::getAddress)
                .filter(bytes -> slash < 0 || Integer.parseInt(bits) <= bytes.length * 8)
                .map(
                        bytes ->
                                new Network(
                                        bytes,
                                        slash < 0 ? bytes.length * 8 : Integer.parseInt(bits)));
    }

    /// Reads a literal; never asks anybody for a name.
    static Optional<InetAddress> address(String text) {
        boolean literal =
                IPV4.matcher(text).matches()
                        || (text.indexOf(':') >= 0 && IPV6.matcher(text).matches());
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != bytes.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(bytes, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((bytes[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
