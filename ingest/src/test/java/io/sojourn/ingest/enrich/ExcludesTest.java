package io.sojourn.ingest.enrich;

import static io.sojourn.ingest.enrich.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.project.ProjectSettings.Exclude;
import io.sojourn.core.project.ProjectSettings.Exclude.Target;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcludesTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.0/24, 10.1.2.255, true",
        "10.1.2.0/24, 10.1.3.0, false",
        "10.1.2.0/23, 10.1.3.0, true",
        "10.1.2.0/31, 10.1.2.1, true",
        "10.1.2.0/31, 10.1.2.2, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::ffff:10.9.9.9, true",
        "10.0.0.0/8, '', false",
    })
    void addressesAreExcludedByBlock(String pattern, String address, boolean excluded) {
        assertThat(matches(new Exclude(Target.ADDRESS, "", pattern), "ip=" + address))
                .isEqualTo(excluded);
    }

    @ParameterizedTest
    @CsvSource({
        "USER_AGENT, *pingdom*, user-agent=Mozilla Pingdom.com_bot, true",
        "USER_AGENT, pingdom, user-agent=Mozilla Pingdom.com_bot, false",
        "USER_AGENT, *, user-agent=, false",
        "HOST, staging.example.com, ce_uri=https://Staging.example.com:8080/a, true",
        "HOST, *.example.com, ce_domain=staging.example.com, true",
        "HOST, *.example.com, ce_domain=example.com, false",
        "PATH, /admin/*, ce_url=/admin/users?x=1, true",
        "PATH, /admin/*, ce_url=/Admin/users, false",
        "PATH, /admin/*, ce_url=/x/admin/users, false",
        "EVENT, debug*, event=debug_click, true",
        "EVENT, debug*, event=a debug, false",
    })
    void textsAreExcludedByWildcard(Target what, String pattern, String said, boolean excluded) {
        assertThat(matches(new Exclude(what, "", pattern), said)).isEqualTo(excluded);
    }

    @Test
    void propertiesOfEventPersonAndVisitAreLookedAt() {
        Exclude ours = new Exclude(Target.PROPERTY, "email", "*@acme.example");
        assertThat(matches(ours, "cv_email=jane@acme.example")).isTrue();
        assertThat(matches(ours, "ce_email=jane@acme.example")).isTrue();
        assertThat(matches(ours, "cs_email=jane@acme.example")).isTrue();
        assertThat(matches(ours, "cv_email=jane@acme.example.org")).isFalse();
        assertThat(matches(ours, "cv_mail=jane@acme.example")).isFalse();
    }

    @Test
    void theFirstRuleThatMatchesIsNamed() {
        Exclude path = new Exclude(Target.PATH, "", "/b");
        Exclude event = new Exclude(Target.EVENT, "", "pv");
        Excludes excludes = Excludes.of(List.of(path, event));
        assertThat(excludes.match(item("ce_url=/b"))).contains(path);
        assertThat(excludes.match(item("ce_url=/c"))).contains(event);
        assertThat(excludes.match(item("event=x", "ce_url=/c"))).isEmpty();
        assertThat(Excludes.NONE.match(item("ce_url=/b"))).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidByFieldAndMatchesNothing() {
        List<Exclude> wrong =
                List.of(
                        new Exclude(Target.ADDRESS, "", "10.0.0.0/33"),
                        new Exclude(Target.ADDRESS, "", "office"),
                        new Exclude(Target.ADDRESS, "", "10.0.0.0/"),
                        new Exclude(Target.PROPERTY, "", "x"),
                        new Exclude(Target.EVENT, "", ""),
                        new Exclude(Target.EVENT, "", "fine"));
        assertThat(Excludes.problems("excludes", wrong))
                .extracting(Problem::toString)
                .containsExactly(
                        "excludes[0].pattern: neither an address nor a CIDR block: 10.0.0.0/33",
                        "excludes[1].pattern: neither an address nor a CIDR block: office",
                        "excludes[2].pattern: neither an address nor a CIDR block: 10.0.0.0/",
                        "excludes[3].key: key must name the property",
                        "excludes[4].pattern: pattern must not be empty");
        assertThat(Excludes.of(wrong).match(item("ip=10.0.0.1", "event=x"))).isEmpty();
    }

    @Test
    void wildcardsAgreeWithRegularExpressions() {
        Random random = new Random(Long.getLong("seed", 42));
        for (int round = 0; round < 50_000; round++) {
            String pattern = word(random, "ab*", 8);
            String text = word(random, "ab", 10);
            String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
            assertThat(new Wildcard(pattern, false).matches(text))
                    .as("%s in %s", pattern, text)
                    .isEqualTo(Pattern.matches(regex, text));
        }
    }

    @Test
    void aHostilePatternIsLinear() {
        // A backtracking matcher would need some 10^30 steps for this.
        String pattern = "*a".repeat(200) + "*b";
        assertThat(new Wildcard(pattern, false).matches("a".repeat(1_000_000))).isFalse();
        assertThat(new Wildcard(pattern, false).matches("a".repeat(1_000_000) + "b")).isTrue();
    }

    private static boolean matches(Exclude exclude, String said) {
        return Excludes.of(List.of(exclude)).match(item(said)).isPresent();
    }

    private static String word(Random random, String letters, int lengthMax) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(lengthMax);
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
