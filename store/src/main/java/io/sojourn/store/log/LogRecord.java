package io.sojourn.store.log;

import io.sojourn.core.project.ProjectId;

/// One acknowledged statement: a tracking request, an import, a command.
///
/// @param position 1, 2, 3 ... without gaps
/// @param received when the server took it, Unix milliseconds: the only "now" that ingest knows
/// @param kind what the payload is; the log does not interpret it
/// @param payload not to be changed by anyone
@SuppressWarnings("ArrayRecordComponent") // records are compared by position
public record LogRecord(
        long position, long received, ProjectId project, byte kind, byte[] payload) {}
