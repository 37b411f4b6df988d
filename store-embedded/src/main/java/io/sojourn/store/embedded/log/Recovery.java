package io.sojourn.store.embedded.log;

/// What opening the log cut off its end: a write that was under way when the process died, or damage.
///
/// @param segment file name
/// @param position of the last whole record, after which the log goes on
/// @param offset where the file was cut
/// @param bytesCut from there to the former end of the file
/// @param saved file name that the cut bytes were moved to because whole records lay among them; empty = none did
/// @param reason what was found at the offset
public record Recovery(
        String segment, long position, long offset, long bytesCut, String saved, String reason) {

    @Override
    public String toString() {
        return "log segment %s ended in %s at offset %d: cut %d bytes after position %d%s"
                .formatted(
                        segment,
                        reason,
                        offset,
                        bytesCut,
                        position,
                        saved.isEmpty() ? "" : ", whole records among them, moved to " + saved);
    }
}
