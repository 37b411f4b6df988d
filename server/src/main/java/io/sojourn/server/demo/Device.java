package io.sojourn.server.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/// A browser that somebody uses.
record Device(String cookie, String userAgent, String screen) {

    private record Kind(String userAgent, String screen) {}

    private static final Weighted<Kind> DESKTOPS =
            new Weighted<>(
                    List.of(
                            new Kind(
                                    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
                                    "1920x1080"),
                            new Kind(
                                    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
                                    "1512x982"),
                            new Kind(
                                    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
                                    "1728x1117"),
                            new Kind(
                                    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
                                    "1536x864"),
                            new Kind(
                                    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
                                    "2560x1440"),
                            new Kind(
                                    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
                                    "1920x1200")),
                    34,
                    14,
                    18,
                    12,
                    8,
                    4);

    private static final Weighted<Kind> PHONES =
            new Weighted<>(
                    List.of(
                            new Kind(
                                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                                    "390x844"),
                            new Kind(
                                    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
                                    "412x915"),
                            new Kind(
                                    "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                                    "360x780"),
                            new Kind(
                                    "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                                    "820x1180")),
                    48,
                    32,
                    10,
                    6);

    static Device desktop(String cookie, RandomGenerator random) {
        Kind kind = DESKTOPS.pick(random);
        return new Device(cookie, kind.userAgent, kind.screen);
    }

    static Device phone(String cookie, RandomGenerator random) {
        Kind kind = PHONES.pick(random);
        return new Device(cookie, kind.userAgent, kind.screen);
    }
}
