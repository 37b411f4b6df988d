package io.sojourn.store.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Catalog.Project;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.Quarantined;
import io.sojourn.store.text.HostileStrings;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Catalog] keeps to.
public abstract class CatalogContract {

    protected Catalog catalog = NONE;

    /// Before a test begins there is none.
    private static final Catalog NONE = new InMemoryCatalog();

    /// An empty one.
    protected abstract Catalog open();

    /// The same after a restart, where it can have one.
    protected Catalog reopen(Catalog running) {
        return running;
    }

    @BeforeEach
    void openCatalog() {
        catalog = open();
    }

    @AfterEach
    void closeCatalog() {
        catalog.close();
    }

    @Test
    void projectsAreNumberedFromOne() {
        Project first = catalog.createProject("shop.example");
        Project second = catalog.createProject("blog.example");
        assertThat(first)
                .isEqualTo(
                        new Project(
                                new ProjectId(1),
                                "shop.example",
                                List.of("shop.example"),
                                first.scriptNames(),
                                TrackingOptions.OPEN));
        catalog = reopen(catalog);
        assertThat(catalog.projects()).containsExactly(first, second);
    }

    @Test
    void aDomainHasOneFormAndOneProject() {
        catalog.createProject("  HTTPS://Shop.Example:8443/path ");
        catalog.createProject("www.shop.example");
        assertProblem(
                () -> catalog.createProject("shop.example."), Code.CONFLICT, "domain", "project 1");
        assertProblem(
                () -> catalog.addDomain(new ProjectId(2), "SHOP.example"),
                Code.CONFLICT,
                "domain",
                "project 1");
        assertThat(catalog.addDomain(new ProjectId(1), "shop2.example").domains())
                .containsExactly("shop.example", "shop2.example");
        assertThat(catalog.addDomain(new ProjectId(1), "Shop2.example").domains()).hasSize(2);
        catalog = reopen(catalog);
        assertThat(catalog.projects())
                .extracting(Project::domains)
                .containsExactly(
                        List.of("shop.example", "shop2.example"), List.of("www.shop.example"));
    }

    @Test
    void aDomainThatIsNoneIsRefused() {
        for (String none : List.of("", "  ", "a b", "a..b", ".", "http://", "x:y", "<script>")) {
            assertProblem(
                    () -> catalog.createProject(none),
                    Code.INVALID_FIELD,
                    "domain",
                    "no domain name");
        }
        assertProblem(
                () -> catalog.addDomain(new ProjectId(9), "a.example"),
                Code.UNKNOWN_PROJECT,
                "",
                "no project 9");
        assertThat(catalog.projects()).isEmpty();
    }

    @Test
    void trackingOptionsAreKept() {
        catalog.createProject("shop.example");
        TrackingOptions options = new TrackingOptions(true, 600);
        assertThat(catalog.setTracking(new ProjectId(1), options).tracking()).isEqualTo(options);
        assertProblem(
                () -> catalog.setTracking(new ProjectId(1), new TrackingOptions(true, -1)),
                Code.INVALID_FIELD,
                "perAddressPerMinute",
                "got -1");
        catalog = reopen(catalog);
        assertThat(catalog.projects().getFirst().tracking()).isEqualTo(options);
    }

    @Test
    void everyProjectHasAScriptNameOfItsOwn() {
        Project first = catalog.createProject("shop.example");
        Project second = catalog.createProject("blog.example");
        assertThat(first.scriptNames()).hasSize(1);
        assertThat(first.scriptName()).matches("([b-z][aeiou]){4}");
        assertThat(second.scriptName()).isNotEqualTo(first.scriptName());
    }

    @Test
    void aNewScriptNameGoesFirstAndTheOldOnesStay() {
        Project made = catalog.createProject("shop.example");
        String word = made.scriptName();
        assertThat(catalog.setScriptName(made.id(), " Harbour7 ").scriptNames())
                .containsExactly("harbour7", word);
        assertThat(catalog.setScriptName(made.id(), word).scriptNames())
                .containsExactly(word, "harbour7");
        catalog = reopen(catalog);
        assertThat(catalog.projects().getFirst().scriptNames()).containsExactly(word, "harbour7");
        for (int i = 0; i < ScriptNames.NAMES_MAX; i++) {
            catalog.setScriptName(made.id(), "name" + i);
        }
        assertThat(catalog.projects().getFirst().scriptNames())
                .hasSize(ScriptNames.NAMES_MAX)
                .startsWith("name19", "name18")
                .doesNotContain(word, "harbour7");
    }

    @Test
    void aScriptNameOfAnotherProjectOrThatIsNoneIsRefused() {
        Project first = catalog.createProject("shop.example");
        Project second = catalog.createProject("blog.example");
        catalog.setScriptName(first.id(), "harbour");
        catalog.setScriptName(first.id(), "lantern");
        assertProblem(
                () -> catalog.setScriptName(second.id(), "harbour"),
                Code.CONFLICT,
                ScriptNames.FIELD,
                "project 1");
        for (String none :
                List.of("", "abc", "1abcd", "a-bcd", "tr\u00e4ck", "track", "a".repeat(33))) {
            assertProblem(
                    () -> catalog.setScriptName(second.id(), none),
                    Code.INVALID_FIELD,
                    ScriptNames.FIELD,
                    "letters and digits");
        }
        assertProblem(
                () -> catalog.setScriptName(new ProjectId(9), "harbour"),
                Code.UNKNOWN_PROJECT,
                "",
                "no project 9");
    }

    @Test
    void refusalsComeNewestFirst() {
        long first = catalog.refuse(refusal("unknown_project", "a.example", 3));
        long second = catalog.refuse(refusal("too_long", "b.example", 0));
        catalog = reopen(catalog);
        assertThat(catalog.refusals("", 10))
                .extracting(Quarantined::id)
                .containsExactly(second, first);
        assertThat(catalog.refusals("a.example", 10))
                .extracting(Quarantined::id)
                .containsExactly(first);
        assertThat(catalog.refusals("", 1)).extracting(Quarantined::id).containsExactly(second);
        assertThat(catalog.refusal(first))
                .get()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(refusal("unknown_project", "a.example", 3));
        catalog.removeRefusal(first);
        catalog.removeRefusal(first);
        assertThat(catalog.refusal(first)).isEmpty();
        assertThat(catalog.refusal(second)).isPresent();
    }

    @Test
    void theNewestThousandRefusalsOfAReasonAndDomainStay() {
        long other = catalog.refuse(refusal("unknown_project", "b.example", 1));
        long oldest = catalog.refuse(refusal("unknown_project", "a.example", 1));
        for (int i = 0; i < Quarantined.ENTRIES_MAX; i++) {
            catalog.refuse(refusal("unknown_project", "a.example", 1));
        }
        assertThat(catalog.refusals("", 5_000)).hasSize(1_001);
        assertThat(catalog.refusal(oldest)).isEmpty();
        assertThat(catalog.refusal(other)).isPresent();
        catalog = reopen(catalog);
        catalog.refuse(refusal("unknown_project", "a.example", 1));
        assertThat(catalog.refusals("a.example", 5_000)).hasSize(1_000);
    }

    @Test
    void theNewestBytesOfRefusalsStay() {
        long first = catalog.refuse(refusal("r", "a.example", 40 << 20));
        long second = catalog.refuse(refusal("r", "b.example", 24 << 20));
        assertThat(catalog.refusals("", 10)).hasSize(2);
        catalog = reopen(catalog);
        catalog.refuse(refusal("r", "c.example", 1));
        assertThat(catalog.refusal(first)).isEmpty();
        assertThat(catalog.refusal(second)).isPresent();
    }

    @Test
    void hostileTextsOfRefusalsComeBackUnchanged() {
        for (String text : HostileStrings.all()) {
            Origin origin = new Origin(text, text, text);
            long id =
                    catalog.refuse(
                            new Quarantined(0, text, text, 5, origin, (byte) 1, new byte[] {7}));
            assertThat(catalog.refusal(id))
                    .hasValueSatisfying(
                            read -> {
                                assertThat(read.reason()).isEqualTo(text);
                                assertThat(read.message()).isEqualTo(text);
                                assertThat(read.origin()).isEqualTo(origin);
                            });
        }
    }

    @Test
    void theConfirmedPositionOnlyRises() {
        assertThat(catalog.confirmed()).isZero();
        catalog.confirm(7);
        catalog.confirm(5);
        assertThat(catalog.confirmed()).isEqualTo(7);
        catalog = reopen(catalog);
        assertThat(catalog.confirmed()).isEqualTo(7);
    }

    protected static Quarantined refusal(String reason, String domain, int bytes) {
        return new Quarantined(
                0,
                reason,
                "what was wrong",
                1_700_000_000_000L,
                new Origin(domain, "192.0.2.1", "agent"),
                (byte) 1,
                new byte[bytes]);
    }

    private static void assertProblem(
            ThrowingCallable call, Code code, String field, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            Problem problem = e.problems().getFirst();
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.field()).isEqualTo(field);
                            assertThat(problem.message()).contains(message);
                        });
    }
}
