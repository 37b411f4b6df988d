package io.sojourn.journey.scan;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import java.time.ZoneId;

/// By which rule a scan cuts visits.
public record VisitCut(VisitSettings settings, ZoneId zone) {}
