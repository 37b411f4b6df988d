package io.sojourn.ingest.wire;

import io.sojourn.core.value.Value;

/// `name=value&name=value`, in a query or in a body. A name without `=` has an empty value.
final class Form {

    private Form() {}

    static void read(byte[] bytes, Json.Fields fields) {
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '&') {
                if (i > from) {
                    pair(bytes, from, i, fields);
                }
                from = i + 1;
            }
        }
    }

    private static void pair(byte[] bytes, int from, int to, Json.Fields fields) {
        int equals = from;
        while (equals < to && bytes[equals] != '=') {
            equals++;
        }
        fields.field(
                Text.percentDecoded(bytes, from, equals),
                Value.string(Text.percentDecoded(bytes, Math.min(equals + 1, to), to)));
    }
}
