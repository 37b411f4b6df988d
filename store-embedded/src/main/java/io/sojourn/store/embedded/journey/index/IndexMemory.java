package io.sojourn.store.embedded.journey.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The memory of all indexes of a process. Where it is short, the columns that were not used for longest go first, then
/// whole indexes.
final class IndexMemory {

    private final long bytesMax;
    private final Set<JourneyIndex> indexes = new LinkedHashSet<>();
    private final AtomicLong uses = new AtomicLong();

    IndexMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// What can be given up.
    ///
    /// @param lastUse as [#use] counts
    record Victim(JourneyIndex index, Optional<Object> field, long lastUse) {}

    synchronized void add(JourneyIndex index) {
        indexes.add(index);
    }

    synchronized void remove(JourneyIndex index) {
        indexes.remove(index);
    }

    /// Grows with every use of anything.
    long use() {
        return uses.incrementAndGet();
    }

    long bytes() {
        return indexes().stream().mapToLong(JourneyIndex::bytes).sum();
    }

    long bytesMax() {
        return bytesMax;
    }

    /// Frees memory for something. To be called without any index's lock.
    ///
    /// @param asker is not given up itself, nor are its columns that are needed now
    /// @return false where there is not enough whatever else is given up; then nothing is
    boolean makeRoom(long bytes, JourneyIndex asker, Set<?> needed) {
        if (asker.bytes(needed) + bytes > bytesMax) {
            return false;
        }
        while (!hasRoom(bytes)) {
            Optional<Victim> victim = victim(asker, needed);
            if (victim.isEmpty()) {
                return false;
            }
            victim.get().index().giveUp(victim.get().field());
        }
        return true;
    }

    /// Whether there is memory for something without giving anything up.
    boolean hasRoom(long bytes) {
        return bytes() + bytes <= bytesMax;
    }

    synchronized List<JourneyIndex> indexes() {
        return new ArrayList<>(indexes);
    }

    private Optional<Victim> victim(JourneyIndex asker, Set<?> needed) {
        List<Victim> columns = new ArrayList<>();
        List<Victim> wholes = new ArrayList<>();
        for (JourneyIndex index : indexes()) {
            for (Victim victim : index.victims()) {
                if (victim.field().isEmpty()) {
                    if (index != asker) {
                        wholes.add(victim);
                    }
                } else if (index != asker || !needed.contains(victim.field().get())) {
                    columns.add(victim);
                }
            }
        }
        Comparator<Victim> longestUnused = Comparator.comparingLong(Victim::lastUse);
        return columns.stream().min(longestUnused).or(() -> wholes.stream().min(longestUnused));
    }
}
