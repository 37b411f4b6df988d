package io.sojourn.ingest;

import io.sojourn.core.project.ProjectId;
import java.util.SortedMap;

/// How far ingest is.
///
/// @param running false once its thread has ended, which only a failure or the server's end brings about
/// @param applied position up to which the stores have everything
/// @param logEnd position of the newest durable record
/// @param lagRecords records between the two
/// @param lagMillis age of the oldest record that is not in the stores yet
/// @param itemsPerSecond statements committed, over the last ten seconds
/// @param stalled projects that are set aside, with their reasons
public record IngestStatus(
        boolean running,
        long applied,
        long logEnd,
        long lagRecords,
        long lagMillis,
        double itemsPerSecond,
        SortedMap<ProjectId, Ingest.Stalled> stalled) {}
