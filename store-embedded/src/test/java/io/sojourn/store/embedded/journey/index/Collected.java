package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// All that a scan yields, as text, to be compared: a line per person, one per event.
final class Collected {

    private Collected() {}

    static String of(JourneySource source, JourneyScan scan) {
        try (OpenScan open = source.open(scan)) {
            return of(open, scan);
        }
    }

    static String of(OpenScan open, JourneyScan scan) {
        TreeMap<Long, String> persons = new TreeMap<>();
        for (int part = 0; part < open.parts(); part++) {
            List<Long> order = new ArrayList<>();
            open.forEach(
                    part,
                    batch -> {
                        for (int i = 0; i < batch.people(); i++) {
                            StringBuilder text = new StringBuilder();
                            text.append(batch.person()[i]).append(" since ");
                            text.append(batch.firstSeen()[i]);
                            for (int c = 0; c < scan.personColumns().size(); c++) {
                                text.append(' ')
                                        .append(
                                                value(
                                                        open.personColumn(c),
                                                        batch.personColumns()[c][i]));
                            }
                            for (int row = batch.start()[i]; row < batch.start()[i + 1]; row++) {
                                text.append("\n  ").append(batch.time()[row]);
                                if (scan.eventNumbers()) {
                                    text.append(" #").append(batch.event()[row]);
                                }
                                for (int w = 0; w < scan.words(); w++) {
                                    text.append(' ')
                                            .append(Long.toBinaryString(batch.mask()[w][row]));
                                }
                                if (scan.visits().isPresent()) {
                                    text.append(" visit ").append(batch.visit()[row]);
                                }
                                for (int c = 0; c < scan.eventColumns().size(); c++) {
                                    text.append(' ')
                                            .append(
                                                    value(
                                                            open.eventColumn(c),
                                                            batch.eventColumns()[c][row]));
                                }
                            }
                            order.add(batch.person()[i]);
                            if (persons.put(batch.person()[i], text.toString()) != null) {
                                throw new IllegalStateException(
                                        "person " + batch.person()[i] + " twice");
                            }
                        }
                    });
            if (!order.stream().sorted().toList().equals(order)) {
                throw new IllegalStateException("persons out of order: " + order);
            }
        }
        return open.people() + " people\n" + String.join("\n", persons.values());
    }

    private static String value(Dictionary dictionary, int code) {
        return code == 0 ? "-" : '"' + dictionary.text(code) + '"';
    }
}
