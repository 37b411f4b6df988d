package io.sojourn.journey.funnel;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How far one person comes, by our rules and in the modes of Mixpanel and Amplitude: what those products document, in
/// minutes, with a window of 60.
class GoldenVectorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A@0m A@30m B@45m C@75m        | A > B > C            | 3 | 2 | 3",
                "A@0m B@50m C@100m             | A > B > C            | 2 | 2 | 2",
                "A@0m A@90m B@100m             | A > B                | 2 | 1 | 2",
                "A@0m                          | A > A                | 1 | 1 | 1",
                "A@0m A@0m                     | A > A                | 2 | 2 | 2",
                "A@0m B@0m                     | A > B                | 2 | 2 | 2",
                "B@0m A@0m                     | A > B                | 2 | 2 | 2",
                "A@0m B@60m                    | A > B                | 2 | 2 | 2",
                "A@0m B@1m A@50m B@55m C@62m   | A > B > C            | 3 | 2 | 3",
                "A@0m X@1m A@2m B@3m           | A > B, strict        | 2 | 1 | 2",
                "A@0m X@1m B@2m                | A > B, exclude X 1-2 | 0 | 1 | 1",
                "A@0m X@1m A@2m B@3m           | A > B, exclude X 1-2 | 2 | 1 | 2",
                "B@0m A@1s                     | A > B                | 1 | 1 | 1",
                "B@0m A@1s                     | A > B, tolerance 2s  | 2 | 2 | 2"
            })
    void aPersonComesAsFarAsEachProductSays(
            String events, String funnel, int ours, int mixpanel, int amplitude) {
        check(events, funnel, "sojourn", ours);
        check(events, funnel, "mixpanel", mixpanel);
        check(events, funnel, "amplitude", amplitude);
    }

    private static void check(String events, String funnel, String mode, int level) {
        StringBuilder reached = new StringBuilder("reached =>");
        int steps = funnel.split(",")[0].split(">").length;
        for (int step = 1; step <= steps; step++) {
            reached.append(step <= level ? " 1" : " 0");
        }
        FunnelScript.run(
                List.of(
                        "steps " + funnel + ", window 60m, mode " + mode,
                        "ann " + events,
                        reached.toString()));
    }
}
