package io.sojourn.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.embedded.log.Retention;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir private Path folder = Path.of("");

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("sojourn.properties"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Problem> problems(Settings settings) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> Config.of(settings));
        return problem.problems();
    }

    @Test
    void nothingSetGivesTheDefaults() {
        Config config = Config.of(Settings.read(Map.of(), "", Map.of()));
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.data()).isEqualTo(Path.of("./data"));
        assertThat(config.projects()).isEmpty();
        assertThat(config.tracking().bodyBytesMax()).isEqualTo(5 * 1024 * 1024);
        assertThat(config.tracking().urlBytesMax()).isEqualTo(16 * 1024);
        assertThat(config.log().unconfirmedBytesMax()).isEqualTo(4L * 1024 * 1024 * 1024);
    }

    @Test
    void aLaterSourceWins() {
        Path file = file("port = 1\nhost = 1.1.1.1\ndata = /one\nlog-retention = 2d\n");
        Settings settings =
                Settings.read(
                        Map.of(Setting.PORT, List.of("3")),
                        file.toString(),
                        Map.of("SOJOURN_PORT", "2", "SOJOURN_HOST", "2.2.2.2"));
        assertThat(settings.text(Setting.PORT)).isEqualTo("3");
        assertThat(settings.source(Setting.PORT).source()).isEqualTo("option --port");
        assertThat(settings.text(Setting.HOST)).isEqualTo("2.2.2.2");
        assertThat(settings.source(Setting.HOST).source()).isEqualTo("environment SOJOURN_HOST");
        assertThat(settings.text(Setting.DATA)).isEqualTo("/one");
        assertThat(settings.source(Setting.DATA).source()).isEqualTo("file " + file);
        assertThat(settings.source(Setting.GEO_FILE).source()).isEqualTo("default");
        assertThat(Config.of(settings).log().retention()).isEqualTo(new Retention.Days(2));
    }

    @Test
    void theEnvironmentMayNameTheFile() {
        Path file = file("port = 7");
        Settings settings = Settings.read(Map.of(), "", Map.of("SOJOURN_CONFIG", file.toString()));
        assertThat(Config.of(settings).port()).isEqualTo(7);
    }

    @Test
    void everyWrongValueIsNamedWithItsSource() {
        Settings settings =
                Settings.read(
                        Map.of(
                                Setting.PORT, List.of("70000"),
                                Setting.PROJECT, List.of("good.example", "not..good")),
                        "",
                        Map.of("SOJOURN_EVENTS_MEMORY", "lots", "SOJOURN_LOG_RETENTION", "8d"));
        assertThat(problems(settings))
                .allMatch(problem -> problem.code() == Code.CONFIGURATION)
                .map(Problem::toString)
                .containsExactlyInAnyOrder(
                        "port: must be a whole number from 0 to 65535, got 70000 (option --port)",
                        "project: must be a domain such as example.com, got not..good (option --project)",
                        "events-memory: must be a size from 64MB to 4TB, got lots (environment SOJOURN_EVENTS_MEMORY)",
                        "log-retention: must be 0d to 7d, or all, got 8d (environment SOJOURN_LOG_RETENTION)");
    }

    @Test
    void aNameThatNoSettingHasIsRefused() {
        Path file = file("prot = 1\nport = x\n");
        assertThat(problems(Settings.read(Map.of(), file.toString(), Map.of("SOJOURN_PROT", "1"))))
                .map(Problem::field)
                .containsExactlyInAnyOrder("prot", "SOJOURN_PROT", "port");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(problems(Settings.read(Map.of(), "/no/such/file", Map.of())))
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("config: file /no/such/file cannot be read");
    }

    @Test
    void aFileThatIsNotTextIsNamed() throws IOException {
        Path file = folder.resolve("bytes.properties");
        Files.write(file, new byte[] {'a', '=', (byte) 0xff, (byte) 0xfe});
        assertThat(problems(Settings.read(Map.of(), file.toString(), Map.of())))
                .map(Problem::field)
                .containsExactly("config");
    }

    @Test
    void thePrintedConfigurationReadsBackEqualAndHidesSecrets() throws IOException {
        Settings settings =
                Settings.read(
                        Map.of(
                                Setting.DATA, List.of("C:\\data\\x"),
                                Setting.PROJECT, List.of("a.example", "b.example")),
                        "",
                        Map.of("SOJOURN_OWNER_PASSWORD", "correct horse"));
        String printed = settings.print();
        assertThat(printed).doesNotContain("correct horse").contains("owner-password = ********");
        Properties read = new Properties();
        read.load(new StringReader(printed));
        for (Setting setting : Setting.values()) {
            if (!setting.secret()) {
                assertThat(read.getProperty(setting.key())).isEqualTo(settings.text(setting));
            }
        }
    }

    @Test
    void aPasswordIsInNoMessage() {
        List<Problem> problems =
                problems(
                        Settings.read(
                                Map.of(Setting.OWNER_PASSWORD, List.of("sEcr3t")), "", Map.of()));
        assertThat(problems).map(Problem::toString).noneMatch(text -> text.contains("sEcr3t"));
        assertThat(
                        Config.of(
                                        Settings.read(
                                                Map.of(
                                                        Setting.OWNER_PASSWORD,
                                                        List.of("sEcr3t-long")),
                                                "",
                                                Map.of()))
                                .toString())
                .doesNotContain("sEcr3t");
    }

    @Test
    void sizesAndDurationsHaveUnits() {
        Settings settings =
                Settings.read(
                        Map.of(
                                Setting.EVENTS_MEMORY, List.of("1 gb"),
                                Setting.VALUE_BYTES_MAX, List.of("8192"),
                                Setting.STORES_IDLE, List.of("90s"),
                                Setting.LOG_RETENTION, List.of("all")),
                        "",
                        Map.of());
        Config config = Config.of(settings);
        assertThat(config.eventsMemoryBytes()).isEqualTo(1_073_741_824L);
        assertThat(config.tracking().valueBytesMax()).isEqualTo(8192);
        assertThat(config.storesIdle()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.log().retention()).isEqualTo(new Retention.All());
    }

    @Test
    void everySettingHasOneNameInThreeSpellings() {
        assertThat(Setting.LOG_RETENTION.key()).isEqualTo("log-retention");
        assertThat(Setting.LOG_RETENTION.option()).isEqualTo("--log-retention");
        assertThat(Setting.LOG_RETENTION.environmentVariable()).isEqualTo("SOJOURN_LOG_RETENTION");
    }
}
