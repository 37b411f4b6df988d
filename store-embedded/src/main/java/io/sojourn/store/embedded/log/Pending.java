package io.sojourn.store.embedded.log;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.log.EventLog;

/// A record on its way to the disk, and a link of the intake's chain. Hot code: mutable and without null,
/// so that queueing costs one object per record and forming a batch none.
final class Pending {

    /// Ends every chain.
    static final Pending END = new Pending();

    /// In place of a chain: nothing is taken any more, on purpose.
    static final Pending CLOSED = new Pending();

    /// In place of a chain: nothing is taken any more, after a failure.
    static final Pending STOPPED = new Pending();

    final ProjectId project;
    final long received;
    final byte kind;
    final byte[] payload;
    final EventLog.Listener listener;
    Pending next;

    Pending(
            ProjectId project,
            long received,
            byte kind,
            byte[] payload,
            EventLog.Listener listener) {
        this.project = project;
        this.received = received;
        this.kind = kind;
        this.payload = payload;
        this.listener = listener;
        this.next = this;
    }

    private Pending() {
        this(
                new ProjectId(1),
                0,
                (byte) 0,
                new byte[0],
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {}

                    @Override
                    public void refused(io.sojourn.core.problem.Code code, String message) {}
                });
    }

    long recordBytes() {
        return LogFormat.RECORD_OVERHEAD_BYTES + (long) payload.length;
    }

    long queuedBytes() {
        return LogSettings.QUEUED_OVERHEAD_BYTES + (long) payload.length;
    }
}
