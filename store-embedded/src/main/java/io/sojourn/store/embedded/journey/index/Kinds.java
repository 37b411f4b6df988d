package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.EventFlag;
import io.sojourn.store.embedded.journey.Texts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What an index keeps of every event beside its time: its name and whether it is a bot's or standalone, as one code.
/// So a scan that shows no bots needs no flags. Code 0 is no event.
final class Kinds {

    private static final int MARKS = EventFlag.BOT.bit() | EventFlag.STANDALONE.bit();

    private record Kind(int name, int flags) {}

    private final Texts names = new Texts();
    private final Map<Kind, Integer> codes = new HashMap<>();
    private volatile int[] nameOf = new int[16];
    private volatile int[] flagsOf = new int[16];
    private volatile int size = 1;

    synchronized int code(String name, int flags) {
        Kind kind = new Kind(names.code(name), flags & MARKS);
        Integer known = codes.get(kind);
        if (known != null) {
            return known;
        }
        int code = size;
        if (code == nameOf.length) {
            nameOf = Arrays.copyOf(nameOf, 2 * code);
            flagsOf = Arrays.copyOf(flagsOf, 2 * code);
        }
        nameOf[code] = kind.name;
        flagsOf[code] = kind.flags;
        codes.put(kind, code);
        size = code + 1;
        return code;
    }

    int size() {
        return size;
    }

    Texts names() {
        return names;
    }

    /// Code of the name among [#names].
    int name(int kind) {
        return nameOf[kind];
    }

    /// Bits of [EventFlag]: those of bots and standalone events.
    int flags(int kind) {
        return flagsOf[kind];
    }

    /// [#name] of the kinds so far, for hot loops.
    int[] nameCodes() {
        return nameOf;
    }

    /// [#flags] of the kinds so far, for hot loops.
    int[] flagBits() {
        return flagsOf;
    }

    boolean isBot(int kind) {
        return EventFlag.BOT.in(flagsOf[kind]);
    }
}
