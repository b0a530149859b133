package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.model.TrackingStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of event codes against the list that it was written from: {@code code,"carrier's text",status}. */
class UspsEventCodesTest {
    @Test
    void everyListedCodeHasItsStatus() throws IOException {
        List<String> rows = rows("usps-event.csv");

        String told = rows.stream()
                .map(UspsEventCodesTest::code)
                .map(code -> code + " "
                        + UspsTracking.CODES
                                .status(code)
                                .map(TrackingStatus::word)
                                .orElse("none"))
                .collect(Collectors.joining("\n"));

        assertThat(told)
                .isEqualTo(rows.stream()
                        .map(row -> code(row) + " " + row.substring(row.lastIndexOf(',') + 1))
                        .collect(Collectors.joining("\n")));
    }

    private static String code(String row) {
        return row.substring(0, row.indexOf(',')).toUpperCase(Locale.ROOT);
    }

    private static List<String> rows(String file) throws IOException {
        String folder = System.getProperty("carrier.codes");
        assumeTrue(folder != null, "the folder of the carriers' code lists is not named: -Dcarrier.codes=…");
        List<String> rows =
                Files.readAllLines(Path.of(folder, file)).stream().skip(1).toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }
}
