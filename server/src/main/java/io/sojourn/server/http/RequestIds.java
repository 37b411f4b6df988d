package io.sojourn.server.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Names requests, so that an answer and a line of the log can be brought together. A client's own
/// `X-Request-Id` is kept where it is short and plain.
final class RequestIds {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String prefix;
    private final AtomicLong next = new AtomicLong();

    RequestIds(RandomGenerator random) {
        this.prefix = Long.toString(random.nextLong(1L << 30), 36);
    }

    String next(String sent) {
        return PLAIN.matcher(sent).matches()
                ? sent
                : prefix + "-" + Long.toString(next.incrementAndGet(), 36);
    }
}
