package io.sojourn.ingest;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.people.PendingUpdate;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.Quarantined;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes what waiting updates and the quarantine hold of a person that is being deleted.
///
/// Seen ids stay: they are bare hashes, and without them a sender's retry would bring the deleted event back.
final class Erasure {

    private final BatchWork work;

    Erasure(BatchWork work) {
        this.work = work;
    }

    void eraseTraces(List<Visitor> members, PeopleStore store) {
        Set<Identifier> identifiers = new HashSet<>();
        members.forEach(member -> identifiers.add(member.identifier()));
        for (PendingUpdate update : work.pendingBefore(Long.MAX_VALUE)) {
            if (names(update.kind(), update.payload(), identifiers)) {
                work.noLongerPending(update);
            }
        }
        Set<Quarantined> held = new HashSet<>(work.quarantinedNow());
        held.addAll(store.quarantine(Integer.MAX_VALUE));
        for (Quarantined refused : held) {
            if (names(refused.kind(), refused.payload(), identifiers)) {
                work.release(refused.id());
            }
        }
    }

    private boolean names(byte kind, byte[] payload, Set<Identifier> identifiers) {
        RequestKind requestKind = RequestKind.of(kind).orElseThrow();
        RawRequest request = RawRequest.decode(payload).orElseThrow();
        for (Decoded decoded : Decoder.decode(requestKind, request)) {
            if (decoded instanceof Decoded.Item item
                    && Identifiers.of(item.statement(), work.settings().identity())
                            .usable()
                            .stream()
                            .anyMatch(identifiers::contains)) {
                return true;
            }
        }
        return false;
    }
}
