package io.sojourn.server.demo;

import java.util.List;

/// Where visitors come from, and what becomes of them: the differences that reports are to show.
///
/// @param referrer address of the page that led here, empty = none
/// @param parameters of the landing page, empty = none
/// @param signsUp share of new visitors who make an account
/// @param buys share of visits of those with an account that end in a purchase
/// @param subscribes share of trials that are paid for
/// @param comesBack chance of another visit after each
record Source(
        String referrer,
        String parameters,
        double signsUp,
        double buys,
        double subscribes,
        double comesBack) {

    static final List<Source> ALL =
            List.of(
                    new Source("https://www.google.com/", "", 0.34, 0.24, 0.42, 0.62),
                    new Source("", "", 0.40, 0.30, 0.50, 0.70),
                    new Source(
                            "https://www.google.com/",
                            "utm_source=google&utm_medium=cpc&utm_campaign=autumn-roasts",
                            0.22,
                            0.16,
                            0.28,
                            0.45),
                    new Source(
                            "https://www.facebook.com/",
                            "utm_source=facebook&utm_medium=social&utm_campaign=first-bag-free",
                            0.15,
                            0.08,
                            0.18,
                            0.35),
                    new Source(
                            "https://www.instagram.com/",
                            "utm_source=instagram&utm_medium=social&utm_campaign=latte-art",
                            0.17,
                            0.10,
                            0.20,
                            0.40),
                    new Source(
                            "",
                            "utm_source=newsletter&utm_medium=email&utm_campaign=sunday-brew",
                            0.55,
                            0.38,
                            0.64,
                            0.78),
                    new Source(
                            "https://coffee-geeks.example/best-beans", "", 0.46, 0.33, 0.58, 0.72),
                    new Source("https://www.bing.com/", "", 0.28, 0.20, 0.36, 0.55),
                    new Source("https://duckduckgo.com/", "", 0.30, 0.22, 0.40, 0.58));

    static final Weighted<Source> USUAL = new Weighted<>(ALL, 28, 18, 16, 11, 8, 6, 6, 4, 3);
}
