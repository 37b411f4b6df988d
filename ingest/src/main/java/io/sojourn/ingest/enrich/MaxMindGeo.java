package io.sojourn.ingest.enrich;

import com.maxmind.db.Reader;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Places out of a MaxMind DB file. Two shapes of records are known, told apart by the file's `databaseType`:
/// nested as in GeoIP2, GeoLite2 and DB-IP, and flat as in ip-location-db.
final class MaxMindGeo implements Geo {

    private static final Logger LOG = LoggerFactory.getLogger(MaxMindGeo.class);

    private enum Shape {
        NESTED,
        FLAT
    }

    private final Reader reader;
    private final Shape shape;

    MaxMindGeo(Path file) {
        try {
            reader = new Reader(file.toFile(), Reader.FileMode.MEMORY);
        } catch (IOException | RuntimeException unreadable) {
            throw problem(file, "cannot be read: " + unreadable.getMessage());
        }
        shape = shape(file, reader.getMetadata().getDatabaseType());
    }

    private static Shape shape(Path file, String type) {
        if (type.startsWith("country ") || type.startsWith("city ")) {
            return Shape.FLAT;
        }
        if (type.contains("Country") || type.contains("City") || type.contains("Enterprise")) {
            return Shape.NESTED;
        }
        throw problem(file, "holds neither countries nor cities but " + type);
    }

    private static ProblemException problem(Path file, String message) {
        return new ProblemException(
                new Problem(Code.CONFIGURATION, "geo.file", file + " " + message));
    }

    @Override
    public Place place(InetAddress address) {
        Map<?, ?> data;
        try {
            data = reader.get(address, Map.class);
        } catch (IOException | RuntimeException damaged) {
            LOG.debug("no place for an address", damaged);
            return Place.UNKNOWN;
        }
        if (data == null) {
            return Place.UNKNOWN;
        }
        return switch (shape) {
            case FLAT ->
                    new Place(
                            country(data.get("country_code")),
                            text(data.get("state1")),
                            text(data.get("city")));
            case NESTED -> nested(data);
        };
    }

    private static Place nested(Map<?, ?> data) {
        String country = country(member(data.get("country"), "iso_code"));
        if (country.isEmpty()) {
            country = country(member(data.get("registered_country"), "iso_code"));
        }
        Object first =
                data.get("subdivisions") instanceof List<?> list && !list.isEmpty()
                        ? list.getFirst()
                        : null;
        String region = text(member(member(first, "names"), "en"));
        return new Place(
                country,
                region.isEmpty() ? text(member(first, "iso_code")) : region,
                text(member(member(data.get("city"), "names"), "en")));
    }

    private static @Nullable Object member(@Nullable Object map, String key) {
        return map instanceof Map<?, ?> members ? members.get(key) : null;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    /// Files write `-`, `None` and the like for addresses that no country has.
    private static String country(@Nullable Object value) {
        String code = text(value).toUpperCase(Locale.ROOT);
        boolean letters =
                code.length() == 2
                        && code.chars().allMatch(letter -> letter >= 'A' && letter <= 'Z');
        return letters ? code : "";
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
