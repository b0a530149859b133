package com.vantage.shipping.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentHistoryTest {

    @Test
    void documentHasNoUnannouncedBreakingChanges() throws IOException, InterruptedException {
        JsonNode current = DocumentHistory.current();
        Optional<JsonNode> before = DocumentHistory.before(current);
        assumeTrue(before.isPresent(), "git has no earlier openapi/openapi.yaml to compare with");

        assertThat(unannounced(before.orElseThrow(), current))
                .as(
                        "openapi/openapi.yaml breaks callers of the version committed before. If intended, announce it and change "
                                + "info.version in src/main/resources/META-INF/openapi.yaml")
                .isEmpty();
    }

    private static Set<String> unannounced(JsonNode before, JsonNode current) {
        boolean isAnnounced = !current.at("/info/version").equals(before.at("/info/version"));
        return isAnnounced ? Set.of() : BreakingChanges.between(before, current);
    }
}
