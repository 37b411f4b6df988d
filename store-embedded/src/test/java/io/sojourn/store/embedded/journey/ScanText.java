package io.sojourn.store.embedded.journey;

import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// All that a scan yields as text, a line per person and per event: equal for equal answers, however codes, parts and
/// batches fall.
final class ScanText {

    private ScanText() {}

    static List<String> of(JourneySource source, JourneyScan scan) {
        try (OpenScan open = source.open(scan)) {
            return of(open, scan);
        }
    }

    static List<String> of(OpenScan open, JourneyScan scan) {
        TreeMap<Long, List<String>> persons = new TreeMap<>();
        for (int part = 0; part < open.parts(); part++) {
            long[] last = {-1};
            open.forEach(
                    part,
                    batch -> {
                        for (int i = 0; i < batch.people(); i++) {
                            if (batch.person()[i] <= last[0]) {
                                throw new AssertionError(
                                        "person " + batch.person()[i] + " after " + last[0]);
                            }
                            last[0] = batch.person()[i];
                            List<String> lines = person(open, scan, batch, i);
                            if (persons.put(last[0], lines) != null) {
                                throw new AssertionError("person " + last[0] + " twice");
                            }
                        }
                    });
        }
        List<String> lines = new ArrayList<>();
        lines.add("people " + open.people());
        persons.values().forEach(lines::addAll);
        return lines;
    }

    private static List<String> person(
            OpenScan open, JourneyScan scan, JourneyBatch batch, int index) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("person " + batch.person()[index]);
        head.append(" first seen ").append(batch.firstSeen()[index]);
        for (int c = 0; c < scan.personColumns().size(); c++) {
            append(
                    head,
                    scan.personColumns().get(c).key(),
                    open.personColumn(c),
                    batch.personColumns()[c][index]);
        }
        lines.add(head.toString());
        for (int row = batch.start()[index]; row < batch.start()[index + 1]; row++) {
            StringBuilder line = new StringBuilder("  " + batch.time()[row]);
            if (scan.eventNumbers()) {
                line.append(" event ").append(batch.event()[row]);
            }
            line.append(" mask");
            for (int w = 0; w < scan.words(); w++) {
                line.append(' ').append(Long.toBinaryString(batch.mask()[w][row]));
            }
            if (scan.visits().isPresent()) {
                line.append(" visit ").append(batch.visit()[row]);
            }
            for (int c = 0; c < scan.eventColumns().size(); c++) {
                append(
                        line,
                        scan.eventColumns().get(c).toString(),
                        open.eventColumn(c),
                        batch.eventColumns()[c][row]);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static void append(StringBuilder line, String name, Dictionary values, int code) {
        line.append(' ').append(name).append('=');
        if (code != 0) {
            line.append(values.text(code)).append('/').append(values.number(code));
        }
    }
}
