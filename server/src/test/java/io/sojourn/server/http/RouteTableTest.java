package io.sojourn.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final Handler ANY = call -> Reply.empty();

    private static final Route PERSON = Route.get("/api/v1/people/{person}", Access.SIGNED_IN, ANY);
    private static final Route ERASE =
            Route.delete("/api/v1/people/{person}", Access.SIGNED_IN, ANY);
    private static final Route ME = Route.get("/api/v1/people/me", Access.SIGNED_IN, ANY);
    private static final Route EXPORT = Route.post("/rest/{version}/export", Access.SIGNED_IN, ANY);

    private final RouteTable table = new RouteTable(List.of(PERSON, ERASE, ME, EXPORT));

    @Test
    void aNameStandsForOneDecodedSegment() {
        assertThat(table.find("GET", "/api/v1/people/j%40x.com%2Fy"))
                .isEqualTo(new RouteTable.Match.Found(PERSON, Map.of("person", "j@x.com/y")));
    }

    @Test
    void aLiteralGoesBeforeAName() {
        assertThat(table.find("GET", "/api/v1/people/me"))
                .isEqualTo(new RouteTable.Match.Found(ME, Map.of()));
    }

    @Test
    void aMethodThatTheLiteralLacksFallsToTheName() {
        assertThat(table.find("DELETE", "/api/v1/people/me"))
                .isEqualTo(new RouteTable.Match.Found(ERASE, Map.of("person", "me")));
    }

    @Test
    void oneSlashAtTheEndMakesNoDifference() {
        assertThat(table.find("POST", "/rest/2.4/export/"))
                .isEqualTo(new RouteTable.Match.Found(EXPORT, Map.of("version", "2.4")));
        assertThat(table.find("POST", "/rest/2.4/export//"))
                .isEqualTo(new RouteTable.Match.Nothing());
    }

    @Test
    void anotherMethodLearnsWhichAreThere() {
        assertThat(table.find("PUT", "/api/v1/people/7"))
                .isEqualTo(new RouteTable.Match.OtherMethods(Set.of("DELETE", "GET")));
    }

    @Test
    void anythingElseIsNothing() {
        for (String path :
                List.of("", "*", "/", "/api", "/api/v1/people", "/api/v1/people/", "/x/y")) {
            assertThat(table.find("GET", path)).isEqualTo(new RouteTable.Match.Nothing());
        }
    }

    @Test
    void twoRoutesThatCannotBeToldApartAreRefused() {
        assertThatThrownBy(
                        () ->
                                new RouteTable(
                                        List.of(
                                                PERSON,
                                                Route.get(
                                                        "/api/v1/people/{id}",
                                                        Access.SIGNED_IN,
                                                        ANY))))
                .hasMessageContaining("/api/v1/people/{id}");
    }
}
