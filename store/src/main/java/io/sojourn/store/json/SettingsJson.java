package io.sojourn.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.Exclude;
import java.io.IOException;
import java.util.Locale;

/// [ProjectSettings] as JSON: the form of the API and of the stores.
public final class SettingsJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingsJson() {}

    public static ObjectNode tree(ProjectSettings settings) {
        ObjectNode root = JSON.createObjectNode();
        root.put("zone", settings.zone().getId());
        root.put("weekStart", lower(settings.weekStart()));
        ObjectNode visits = root.putObject("visits");
        visits.put("timeoutMillis", settings.visits().timeoutMillis());
        visits.put("timeoutAsSent", settings.visits().timeoutAsSent());
        visits.put("splitAtMidnight", settings.visits().splitAtMidnight());
        visits.put("splitOnCampaign", settings.visits().splitOnCampaign());
        ObjectNode identity = root.putObject("identity");
        ArrayNode kinds = identity.putArray("kinds");
        settings.identity().kinds().forEach(kinds::add);
        ArrayNode blocked = identity.putArray("blockedValues");
        settings.identity().blockedValues().stream().sorted().forEach(blocked::add);
        identity.put("inferredIdleDays", settings.identity().inferredIdleDays());
        identity.put("emailsMax", settings.identity().emailsMax());
        identity.put("customMax", settings.identity().customMax());
        identity.put("cookiesMax", settings.identity().cookiesMax());
        ObjectNode bots = root.putObject("bots");
        bots.put("httpLibraries", settings.bots().httpLibraries());
        bots.put("browserAutomation", settings.bots().browserAutomation());
        ArrayNode excludes = root.putArray("excludes");
        for (Exclude exclude : settings.excludes()) {
            ObjectNode node = excludes.addObject();
            node.put("what", lower(exclude.what()));
            if (exclude.what() == Exclude.Target.PROPERTY) {
                node.put("key", exclude.key());
            }
            node.put("pattern", exclude.pattern());
        }
        ObjectNode ip = root.putObject("ip");
        ip.put("truncate", settings.ip().truncate());
        ip.put("browserMaySet", settings.ip().browserMaySet());
        root.put("retentionMonths", settings.retentionMonths());
        return root;
    }

    /// Left out is what the first version did not have and is as it was then, so that an old store still reads the same.
    public static byte[] write(ProjectSettings settings) {
        ObjectNode tree = tree(settings);
        if (settings.retentionMonths() == 0) {
            tree.remove("retentionMonths");
        }
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads what someone sent. What is absent keeps its value of `base`; an unknown field is refused.
    ///
    /// @throws io.sojourn.core.problem.ProblemException with every problem found, each with its field's path
    public static ProjectSettings read(JsonNode sent, ProjectSettings base) {
        return new SettingsReader(base).read(sent);
    }

    /// Reads what [#write] wrote.
    public static ProjectSettings read(byte[] written) {
        try {
            return read(JSON.readTree(written), ProjectSettings.DEFAULT);
        } catch (IOException e) {
            throw new IllegalStateException("settings are not readable", e);
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
