package io.sojourn.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What may know what. A rule over classes that were not scanned would hold for nothing: the first test guards that.
class ArchitectureTest {
    private static final String EMBEDDED = "io.sojourn.store.embedded..";

    private static JavaClasses classes;

    @BeforeAll
    static void scan() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("io.sojourn");
    }

    @Test
    void theScanSawEveryModule() {
        Map<String, Long> seen =
                classes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        ArchitectureTest::module, Collectors.counting()));
        assertThat(seen.getOrDefault("core", 0L)).isGreaterThan(20);
        assertThat(seen.getOrDefault("store", 0L)).isGreaterThan(20);
        assertThat(seen.getOrDefault("embedded", 0L)).isGreaterThan(20);
        assertThat(seen.getOrDefault("journey", 0L)).isGreaterThan(20);
        assertThat(seen.getOrDefault("ingest", 0L)).isGreaterThan(20);
        assertThat(seen.getOrDefault("server", 0L)).isGreaterThan(20);
        assertThat(seen.getOrDefault("sdk", 0L)).isGreaterThan(5);
    }

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        if (name.startsWith("io.sojourn.store.embedded")) {
            return "embedded";
        }
        String[] parts = name.split("\\.", -1);
        return parts.length > 2 ? parts[2] : "";
    }

    @Test
    void modulesKnowOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("io.sojourn.core..")
                .layer("store")
                .definedBy(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                "the ports",
                                (JavaClass type) ->
                                        type.getPackageName().startsWith("io.sojourn.store")
                                                && !type.getPackageName()
                                                        .startsWith("io.sojourn.store.embedded")))
                .layer("journey")
                .definedBy("io.sojourn.journey..")
                .layer("embedded")
                .definedBy(EMBEDDED)
                .layer("ingest")
                .definedBy("io.sojourn.ingest..")
                .layer("server")
                .definedBy("io.sojourn.server..")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("embedded")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("journey")
                .mayOnlyBeAccessedByLayers("store", "embedded", "server")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("embedded", "ingest", "server")
                .check(classes);
    }

    @Test
    void enginesStayBehindThePorts() {
        ArchRule rule =
                noClasses()
                        .that()
                        .resideOutsideOfPackage(EMBEDDED)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.duckdb..",
                                "org.sqlite..",
                                "org.jdbi..",
                                "org.flywaydb..",
                                "java.sql..");
        rule.check(classes);
    }

    @Test
    void theClientForJavaNeedsNothingBeyondTheJdkAndNobodyNeedsIt() {
        classes()
                .that()
                .resideInAPackage("io.sojourn.sdk..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.sojourn.sdk..", "java..", "org.jspecify.annotations..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sojourn.sdk..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.sojourn.sdk..")
                .check(classes);
    }

    @Test
    void vertxStaysInTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sojourn.server.http..", "io.sojourn.server.track..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(classes);
    }

    @Test
    void nobodyUsesTheSecondJackson() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..")
                .check(classes);
    }

    @Test
    void thePortsHaveNoCycles() {
        slices().matching("io.sojourn.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(classes);
        assertThat(
                        classes.stream()
                                .map(JavaClass::getPackageName)
                                .distinct()
                                .filter(
                                        name ->
                                                classes.stream()
                                                        .noneMatch(
                                                                c ->
                                                                        c.getPackageName()
                                                                                        .equals(
                                                                                                name)
                                                                                && c.getSimpleName()
                                                                                        .equals(
                                                                                                "package-info"))))
                .isEmpty();
    }
}
