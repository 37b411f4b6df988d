package io.sojourn.bench.question;

import java.util.List;

/// Something that answers the questions of the bench.
interface Engine {

    String name();

    /// @return rows as texts, in any order; equal for equal answers
    List<String> answer(Question question) throws Exception;
}
