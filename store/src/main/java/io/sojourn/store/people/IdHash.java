package io.sojourn.store.people;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// 128 bits of the SHA-256 of an event's own id (`idptnc`, `event_id`): wide enough that two ids never meet.
public record IdHash(long high, long low) implements Comparable<IdHash> {

    private static final ThreadLocal<MessageDigest> SHA_256 =
            ThreadLocal.withInitial(
                    () -> {
                        try {
                            return MessageDigest.getInstance("SHA-256");
                        } catch (NoSuchAlgorithmException e) {
                            throw new IllegalStateException(e);
                        }
                    });

    public static IdHash of(String id) {
        ByteBuffer digest =
                ByteBuffer.wrap(SHA_256.get().digest(id.getBytes(StandardCharsets.UTF_8)));
        return new IdHash(digest.getLong(), digest.getLong());
    }

    @Override
    public int compareTo(IdHash other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
