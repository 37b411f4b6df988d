package io.sojourn.server.api;

import java.util.List;
import java.util.Optional;

/// Where the data of a deleted person remains for a while, which its receipt has to say.
public interface Remains {

    /// When raw requests received up to a time are gone from the log, Unix milliseconds; none where it keeps them for
    /// ever.
    Optional<Long> logGoneBy(long time);

    /// Folders of the backups that are known.
    List<String> backups();
}
