package io.sojourn.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.people.PersonOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/// Where a list of people goes on. As text it tells which list it belongs to, and whether it came back whole; it holds
/// nothing secret and grants nothing.
///
/// @param named whether those whose identifier begins with the text are being listed, who come first
/// @param after the person before; none = from the first on
/// @param found how many matched up to here
/// @param total how many matched as far as was counted
/// @param exact whether the total is all
record PeopleCursor(
        boolean named, Optional<PersonOrder.Place> after, long found, long total, boolean exact) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int FIELDS = 9;

    /// @param list what the list is, in any form: project, order, text, filters
    String text(String list) {
        PersonOrder.Place place = after.orElse(new PersonOrder.Place(0, "", 0));
        ArrayNode fields = JSON.createArrayNode();
        fields.add(checksum(list.getBytes(StandardCharsets.UTF_8)))
                .add(named)
                .add(after.isPresent())
                .add(place.value())
                .add(place.text())
                .add(place.number())
                .add(found)
                .add(total)
                .add(exact);
        byte[] content = fields.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(content.length + Integer.BYTES)
                                .putInt((int) checksum(content))
                                .put(content)
                                .array());
    }

    /// @throws ProblemException where it is damaged or belongs to another list
    static PeopleCursor read(String text, String list) {
        JsonNode fields = fields(text);
        if (fields.size() != FIELDS) {
            throw wrong("takes what an earlier answer gave as next");
        }
        if (fields.get(0).asLong() != checksum(list.getBytes(StandardCharsets.UTF_8))) {
            throw wrong("belongs to another project, order, text or filter");
        }
        PersonOrder.Place place =
                new PersonOrder.Place(
                        fields.get(3).asLong(), fields.get(4).asText(), fields.get(5).asLong());
        return new PeopleCursor(
                fields.get(1).asBoolean(),
                fields.get(2).asBoolean() ? Optional.of(place) : Optional.empty(),
                fields.get(6).asLong(),
                fields.get(7).asLong(),
                fields.get(8).asBoolean());
    }

    private static JsonNode fields(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length > Integer.BYTES) {
                byte[] content = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
                if (ByteBuffer.wrap(bytes).getInt() == (int) checksum(content)) {
                    return JSON.readTree(content);
                }
            }
            return JSON.createArrayNode();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return JSON.createArrayNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException wrong(String message) {
        return new ProblemException(Problem.invalid("cursor", message));
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
