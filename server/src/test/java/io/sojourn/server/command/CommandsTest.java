package io.sojourn.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.config.Setting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) {
        return Commands.line(stream(out), stream(err), environment).execute(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void configPrintsTheEffectiveOneWithSources() {
        int code =
                run(
                        Map.of("SOJOURN_PORT", "9", "SOJOURN_OWNER_PASSWORD", "long enough"),
                        "config",
                        "--project",
                        "a.example",
                        "--project",
                        "b.example");
        assertThat(code).isZero();
        assertThat(out().lines())
                .containsSubsequence(
                        "# environment SOJOURN_PORT",
                        "port = 9",
                        "# option --project",
                        "project = a.example,b.example",
                        "owner-password = ********");
    }

    @Test
    void theDemoHasItsUsualSizeUnlessOneIsNamed() {
        assertThat(run(Map.of(), "config", "--demo", "--port", "9")).isZero();
        assertThat(out().lines()).contains("port = 9", "demo = 3000");
        assertThat(run(Map.of(), "config", "--demo=20")).isZero();
        assertThat(out().lines()).contains("demo = 20");
    }

    @Test
    void aWrongConfigurationPrintsEveryErrorAndExitsWithTwo() {
        assertThat(run(Map.of("SOJOURN_HOST", ""), "config", "--port", "x", "--data", ""))
                .isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err().lines())
                .containsExactly(
                        "sojourn: the configuration is wrong (3 problems):",
                        "  host: must not be empty (environment SOJOURN_HOST)",
                        "  port: must be a whole number from 0 to 65535, got x (option --port)",
                        "  data: must not be empty (option --data)");
    }

    @Test
    void anUnknownOptionExitsWithTwo() {
        assertThat(run(Map.of(), "run", "--prot", "1")).isEqualTo(2);
        assertThat(err()).contains("--prot");
    }

    @Test
    void noCommandShowsTheUsage() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err()).contains("run", "config");
    }

    @Test
    void theHelpNamesEverySetting() {
        assertThat(run(Map.of(), "run", "--help")).isZero();
        for (Setting setting : Setting.values()) {
            assertThat(out()).contains(setting.option());
        }
    }
}
