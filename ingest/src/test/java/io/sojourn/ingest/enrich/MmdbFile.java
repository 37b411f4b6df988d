package io.sojourn.ingest.enrich;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes small files of the MaxMind DB format, version 2.0, for tests: a binary tree over IPv6 (IPv4 under `::/96`),
/// then the data of each network, then the metadata. The format: <https://maxmind.github.io/MaxMind-DB/>.
final class MmdbFile {

    private static final int NONE = -1;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final byte[] METADATA_MARK = {
        (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };

    private final String databaseType;
    private final List<int[]> nodes = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    MmdbFile(String databaseType) {
        this.databaseType = databaseType;
        nodes.add(new int[] {NONE, NONE});
    }

    /// @param network `address/bits`; networks must not overlap
    /// @param record strings, maps with text keys, and lists of these
    MmdbFile put(String network, Map<String, ?> record) throws IOException {
        int slash = network.indexOf('/');
        byte[] address = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
        int bits = Integer.parseInt(network.substring(slash + 1));
        byte[] path = new byte[16];
        System.arraycopy(address, 0, path, 16 - address.length, address.length);
        bits += (16 - address.length) * 8;
        int offset = data.size();
        data.writeBytes(value(record));
        int node = 0;
        for (int bit = 0; bit < bits; bit++) {
            int side = path[bit / 8] >> (7 - bit % 8) & 1;
            if (bit == bits - 1) {
                nodes.get(node)[side] = -2 - offset;
            } else {
                if (nodes.get(node)[side] == NONE) {
                    nodes.get(node)[side] = nodes.size();
                    nodes.add(new int[] {NONE, NONE});
                }
                node = nodes.get(node)[side];
            }
        }
        return this;
    }

    Path write(Path file) throws IOException {
        ByteBuffer tree = ByteBuffer.allocate(nodes.size() * 8);
        for (int[] node : nodes) {
            for (int side : node) {
                int noData = nodes.size();
                tree.putInt(side >= 0 ? side : side == NONE ? noData : noData + 16 + (-2 - side));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(tree.array());
        out.writeBytes(new byte[16]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(METADATA_MARK);
        out.writeBytes(head(MAP, 9));
        field(out, "node_count", number(UINT32, nodes.size()));
        field(out, "record_size", number(UINT16, 32));
        field(out, "ip_version", number(UINT16, 6));
        field(out, "database_type", value(databaseType));
        field(out, "languages", value(List.of("en")));
        field(out, "binary_format_major_version", number(UINT16, 2));
        field(out, "binary_format_minor_version", number(UINT16, 0));
        field(out, "build_epoch", number(UINT64, 1));
        field(out, "description", value(Map.of("en", "test")));
        return Files.write(file, out.toByteArray());
    }

    private static void field(ByteArrayOutputStream out, String key, byte[] value) {
        out.writeBytes(value(key));
        out.writeBytes(value);
    }

    private static byte[] value(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeBytes(head(STRING, bytes.length));
                out.writeBytes(bytes);
            }
            case Map<?, ?> map -> {
                out.writeBytes(head(MAP, map.size()));
                map.forEach((key, member) -> field(out, (String) key, value(member)));
            }
            case List<?> list -> {
                out.writeBytes(head(ARRAY, list.size()));
                list.forEach(member -> out.writeBytes(value(member)));
            }
            default -> throw new IllegalArgumentException("no value: " + value);
        }
        return out.toByteArray();
    }

    private static byte[] number(int type, int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int size = type == UINT16 ? 2 : 4;
        out.writeBytes(head(type, size));
        byte[] bytes = ByteBuffer.allocate(4).putInt(value).array();
        out.write(bytes, 4 - size, size);
        return out.toByteArray();
    }

    private static byte[] head(int type, int size) {
        if (size > 28) {
            throw new IllegalArgumentException("longer than 28: " + size);
        }
        return type <= 7
                ? new byte[] {(byte) (type << 5 | size)}
                : new byte[] {(byte) size, (byte) (type - 7)};
    }
}
