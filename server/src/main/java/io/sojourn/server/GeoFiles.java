package io.sojourn.server;

import io.sojourn.ingest.enrich.Geo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The owner's file of countries or cities, else the one that is shipped, else none: then places stay empty.
final class GeoFiles {
    private static final Logger LOG = LoggerFactory.getLogger(GeoFiles.class);

    private GeoFiles() {}

    /// @param own empty = the shipped one
    static Geo open(String own) {
        if (!own.isEmpty()) {
            return Geo.open(Path.of(own));
        }
        Path shipped =
                Path.of(System.getProperty("sojourn.home", "."), "geo", "iptoasn-country.mmdb");
        if (Files.exists(shipped)) {
            return Geo.open(shipped);
        }
        LOG.info("no country database: countries stay empty (--geo-file names one)");
        return Geo.NONE;
    }
}
