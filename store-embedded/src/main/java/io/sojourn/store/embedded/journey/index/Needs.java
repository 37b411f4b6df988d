package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.store.embedded.journey.index.Columns.LongField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of events a scan reads beside names and times.
///
/// @param texts fields by column of the scan
record Needs(
        Map<Column, TextField> texts,
        boolean visits,
        boolean timeouts,
        boolean campaigns,
        boolean numbers) {

    static Needs of(JourneyScan scan) {
        Map<Column, TextField> texts = new LinkedHashMap<>();
        for (Column column : IndexScan.columns(scan)) {
            texts.put(
                    column,
                    column.scope() == Column.Scope.EVENT
                            ? new TextField.Property(column.key())
                            : new TextField.OfVisit(column.key()));
        }
        Optional<VisitSettings> cut = scan.visits().map(VisitCut::settings);
        return new Needs(
                texts,
                cut.isPresent(),
                cut.map(VisitSettings::timeoutAsSent).orElse(false),
                cut.map(VisitSettings::splitOnCampaign).orElse(false),
                scan.eventNumbers());
    }

    List<TextField> textFields() {
        List<TextField> fields = new ArrayList<>(texts.values());
        if (campaigns) {
            fields.add(new TextField.Campaign());
        }
        return fields;
    }

    List<LongField> longFields() {
        List<LongField> fields = new ArrayList<>();
        if (visits) {
            fields.add(LongField.ACTIVE_UNTIL);
        }
        if (timeouts) {
            fields.add(LongField.TIMEOUT);
        }
        if (numbers) {
            fields.add(LongField.NUMBER);
        }
        return fields;
    }
}
