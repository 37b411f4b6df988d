package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// How the questions of a kind are asked.
@FunctionalInterface
interface CaseKind {

    /// What our API answers, in the form of the case's `expected`, with the fields that are asked for there.
    JsonNode answer(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered;
}
