package io.sojourn.ingest.wire;

/// Carries the first thing that is wrong with a statement out of its reader. Never leaves the package.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String field;
    private final String text;

    Refusal(Reason reason, String field, String text) {
        super(text, null, false, false);
        this.reason = reason;
        this.field = field;
        this.text = text;
    }

    Reason reason() {
        return reason;
    }

    String field() {
        return field;
    }

    String text() {
        return text;
    }

    Decoded.Refused of(int item, String domain) {
        return new Decoded.Refused(item, domain, reason, field, text);
    }
}
