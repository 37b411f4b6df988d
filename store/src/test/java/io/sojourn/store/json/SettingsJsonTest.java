package io.sojourn.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.Exclude;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatIsWrittenReadsBackEqual() {
        assertThat(SettingsJson.read(SettingsJson.write(ProjectSettings.DEFAULT)))
                .isEqualTo(ProjectSettings.DEFAULT);
    }

    @Test
    void everyFieldCanBeSent() throws IOException {
        ProjectSettings settings =
                read(
                        """
                        {"zone":"Europe/Berlin","weekStart":"sunday",
                         "visits":{"timeoutMillis":300000,"timeoutAsSent":true,"splitAtMidnight":true,
                                   "splitOnCampaign":true},
                         "identity":{"kinds":["id","account","email","cookie"],"blockedValues":["  NONE "],
                                     "inferredIdleDays":30,"emailsMax":7,"customMax":8,"cookiesMax":9},
                         "bots":{"httpLibraries":true,"browserAutomation":false},
                         "excludes":[{"what":"address","pattern":"10.0.0.0/8"},
                                     {"what":"property","key":"env","pattern":"test*"}],
                         "ip":{"truncate":true,"browserMaySet":false}}
                        """);
        assertThat(settings.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(settings.weekStart()).isEqualTo(DayOfWeek.SUNDAY);
        assertThat(settings.visits())
                .isEqualTo(new ProjectSettings.VisitSettings(300_000, true, true, true));
        assertThat(settings.identity().kinds()).containsExactly("id", "account", "email", "cookie");
        assertThat(settings.identity().blockedValues()).containsExactly("none");
        assertThat(settings.identity().inferredIdleDays()).isEqualTo(30);
        assertThat(settings.identity().emailsMax()).isEqualTo(7);
        assertThat(settings.identity().customMax()).isEqualTo(8);
        assertThat(settings.identity().cookiesMax()).isEqualTo(9);
        assertThat(settings.bots()).isEqualTo(new ProjectSettings.BotSettings(true, false));
        assertThat(settings.excludes())
                .containsExactly(
                        new Exclude(Exclude.Target.ADDRESS, "", "10.0.0.0/8"),
                        new Exclude(Exclude.Target.PROPERTY, "env", "test*"));
        assertThat(settings.ip()).isEqualTo(new ProjectSettings.IpSettings(true, false));
        assertThat(SettingsJson.read(SettingsJson.write(settings))).isEqualTo(settings);
    }

    @Test
    void whatIsAbsentKeepsItsValue() throws IOException {
        assertThat(read("{}")).isEqualTo(ProjectSettings.DEFAULT);
        assertThat(read("{\"visits\":{\"splitAtMidnight\":true}}").visits())
                .isEqualTo(new ProjectSettings.VisitSettings(1_800_000, false, true, false));
    }

    @Test
    void everyWrongValueIsNamedWithItsPath() throws IOException {
        assertThat(
                        problems(
                                """
                                {"zone":"Mars/Base","weekStart":3,"colour":"red",
                                 "visits":{"timeoutMillis":-5,"timeoutAsSent":"yes"},
                                 "identity":{"kinds":["id","email","email"," x"],"emailsMax":0,"cookiesMax":1.5},
                                 "bots":[],
                                 "excludes":[{"what":"address","pattern":"300.1.1.1"},{"what":"cookie","pattern":"x"},
                                             {"what":"property","pattern":"x"},{"what":"path","key":"k","pattern":""}],
                                 "ip":{"mask":8}}
                                """))
                .containsExactlyInAnyOrder(
                        "zone: no known time zone: \"Mars/Base\"",
                        "weekStart: must be a string, got 3",
                        "colour: unknown field",
                        "visits.timeoutMillis: must be positive, got -5",
                        "visits.timeoutAsSent: must be true or false, got \"yes\"",
                        "identity.kinds[2]: \"email\" is listed twice",
                        "identity.kinds[3]: must be a key without control characters or outer spaces",
                        "identity.kinds: must contain \"cookie\"",
                        "identity.emailsMax: must be positive, got 0",
                        "identity.cookiesMax: must be a whole number, got 1.5",
                        "bots: must be an object",
                        "excludes[0].pattern: no address or CIDR block: \"300.1.1.1\"",
                        "excludes[1].what: must be one of address, user_agent, host, path, event, property,"
                                + " got \"cookie\"",
                        "excludes[2].key: is missing",
                        "excludes[3].pattern: must have 1 to 1000 characters",
                        "excludes[3].key: only an exclude of a property has one",
                        "ip.mask: unknown field");
    }

    @Test
    void theTimeoutLiesBetweenOneSecondAndOneDay() throws IOException {
        assertThat(timeout(1_000)).isEmpty();
        assertThat(timeout(86_400_000)).isEmpty();
        assertThat(timeout(999))
                .containsExactly("visits.timeoutMillis: must be from 1000 to 86400000, got 999");
        assertThat(timeout(86_400_001))
                .containsExactly(
                        "visits.timeoutMillis: must be from 1000 to 86400000, got 86400001");
    }

    @Test
    void addressesAndBlocksAreToldFromOtherText() {
        assertThat(
                        List.of(
                                "1.2.3.4",
                                "1.2.3.0/24",
                                "::1",
                                "2001:db8::/32",
                                "1:2:3:4:5:6:7:8",
                                "::ffff:1.2.3.4",
                                "::"))
                .allMatch(AddressBlock::isOne);
        assertThat(
                        List.of(
                                "1.2.3",
                                "1.2.3.256",
                                "1.2.3.4/33",
                                "1.2.3.4/",
                                "::1/129",
                                "1::2::3",
                                "1:2:3:4:5:6:7",
                                "12345::",
                                "example.com",
                                ""))
                .noneMatch(AddressBlock::isOne);
    }

    private static ProjectSettings read(String json) throws IOException {
        return SettingsJson.read(JSON.readTree(json), ProjectSettings.DEFAULT);
    }

    private static List<String> timeout(long millis) throws IOException {
        String json = "{\"visits\":{\"timeoutMillis\":" + millis + "}}";
        try {
            read(json);
            return List.of();
        } catch (ProblemException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    private static List<String> problems(String json) throws IOException {
        var sent = JSON.readTree(json);
        return catchThrowableOfType(
                        ProblemException.class,
                        () -> SettingsJson.read(sent, ProjectSettings.DEFAULT))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
