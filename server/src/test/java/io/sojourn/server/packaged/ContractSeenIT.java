package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.kit.ContractWitness;
import org.junit.jupiter.api.Test;

/// Runs after all other tests of the server, which have left behind what they saw.
class ContractSeenIT {

    @Test
    void everyAnswerThatTheContractStatesWasSeenByATest() throws Exception {
        assertThat(ContractWitness.unseen())
                .as("answers of openapi.yaml that no test asked for")
                .isEmpty();
    }
}
