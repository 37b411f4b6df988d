package io.sojourn.ingest;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads who a statement is about. A value that identifies nobody is removed and the reason noted; its
/// text stays a property.
///
/// @param usable strongest first, at most one of a kind
/// @param removed a reason for each value that was taken out: `blocked_identifier`, `identifier_too_long`,
///     `invalid_email`
/// @param cookieRemoved the cookie was among them; unlike the others it is no property of its own
record Identifiers(List<Identifier> usable, List<String> removed, boolean cookieRemoved) {

    static final String BLOCKED = "blocked_identifier";
    static final String TOO_LONG = "identifier_too_long";
    static final String INVALID_EMAIL = "invalid_email";

    static Identifiers of(TrackItem item, IdentitySettings settings) {
        Reading reading = new Reading(settings);
        boolean cookieIsEmail = isEmail(normalEmail(item.cookie()));
        for (String kind : settings.kinds()) {
            switch (kind) {
                case Identifier.EMAIL -> {
                    reading.take(kind, text(item, kind));
                    if (cookieIsEmail && !reading.has(kind)) {
                        reading.takeCookie(kind, item.cookie());
                    }
                }
                case Identifier.COOKIE -> {
                    if (!cookieIsEmail) {
                        reading.takeCookie(kind, item.cookie());
                    }
                }
                default -> reading.take(kind, text(item, kind));
            }
        }
        return new Identifiers(
                List.copyOf(reading.usable), List.copyOf(reading.removed), reading.cookieRemoved);
    }

    private static String text(TrackItem item, String kind) {
        Value value = item.person().get(kind);
        return value == null ? "" : value.text();
    }

    static String normalEmail(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /// One `@` between two non-empty parts, no white space or control characters.
    static boolean isEmail(String normal) {
        int at = normal.indexOf('@');
        return at > 0
                && at < normal.length() - 1
                && normal.indexOf('@', at + 1) < 0
                && normal.length() <= Identifier.CHARS_MAX
                && normal.chars()
                        .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    private static final class Reading {
        private final IdentitySettings settings;
        private final List<Identifier> usable = new ArrayList<>(4);
        private final List<String> removed = new ArrayList<>(1);
        private boolean cookieRemoved;

        Reading(IdentitySettings settings) {
            this.settings = settings;
        }

        boolean has(String kind) {
            return usable.stream().anyMatch(identifier -> identifier.kind().equals(kind));
        }

        void takeCookie(String kind, String cookie) {
            int before = removed.size();
            take(kind, cookie);
            cookieRemoved |= removed.size() > before;
        }

        void take(String kind, String text) {
            if (text.isEmpty()) {
                return;
            }
            String value = kind.equals(Identifier.EMAIL) ? normalEmail(text) : text.strip();
            if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
                value = Normalizer.normalize(value, Normalizer.Form.NFC);
            }
            if (value.isEmpty()
                    || settings.blockedValues().contains(value.toLowerCase(Locale.ROOT))) {
                removed.add(BLOCKED);
            } else if (value.length() > Identifier.CHARS_MAX) {
                removed.add(TOO_LONG);
            } else if (kind.equals(Identifier.EMAIL) && !isEmail(value)) {
                removed.add(INVALID_EMAIL);
            } else {
                usable.add(new Identifier(kind, value));
            }
        }
    }
}
