package io.sojourn.ingest.enrich;

import java.net.InetAddress;
import java.nio.file.Path;

/// Where an address is. Never fails: what is not known is empty.
public interface Geo extends AutoCloseable {

    /// Knows no place.
    Geo NONE = address -> Place.UNKNOWN;

    /// @param country ISO 3166 alpha-2, upper case
    /// @param region name of the first subdivision
    record Place(String country, String region, String city) {
        public static final Place UNKNOWN = new Place("", "", "");
    }

    Place place(InetAddress address);

    @Override
    default void close() {}

    /// Reads a file of MaxMind's format that holds countries or cities, as MaxMind, DB-IP or ip-location-db make them.
    /// It is read into memory, so it can be replaced while in use.
    ///
    /// @throws io.sojourn.core.problem.ProblemException where it cannot be read or holds something else
    static Geo open(Path file) {
        return new MaxMindGeo(file);
    }
}
