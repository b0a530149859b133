package com.vantage.shipping.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameSuggestionTest {
    private static final Set<String> KNOWN = Set.of("weight_oz", "dimensions", "reference", "zip");

    @ParameterizedTest
    @CsvSource({
        "weigth_oz, weight_oz",
        "weightOz, weight_oz",
        "WEIGHT-OZ, weight_oz",
        "weight, weight_oz",
        "dimension, dimensions",
        "refrence, reference",
        "zipp, zip"
    })
    void misspeltNameGetsSuggestion(String misspelt, String meant) {
        assertThat(NameSuggestion.hint(misspelt, KNOWN)).isEqualTo("did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"signature", "oz", "''", "zi"})
    void dissimilarNameListsKnownNames(String other) {
        assertThat(NameSuggestion.hint(other, KNOWN))
                .isEqualTo("expected one of dimensions, reference, weight_oz, zip");
    }

    @Test
    void noKnownNamesMeansNoneExpected() {
        assertThat(NameSuggestion.hint("colour", Set.of())).isEqualTo("expected none");
    }
}
