package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the adapter's mapping of status codes with docs/tracking-codes.md, and the document with the carrier's own list, if
 * its folder is named by {@code -Dcarrier.codes}.
 */
public abstract class StatusCodesTest {
    private static final Path DOCUMENT = Path.of("docs/tracking-codes.md");

    private final String title;
    private final String list;

    /**
     * @param title first cell of the table's header in the document
     * @param list the file of rows {@code code,kind,"carrier's text",status}, or without the kind if there is only one
     */
    protected StatusCodesTest(String title, String list) {
        this.title = title;
        this.list = list;
    }

    /** The adapter's tables, each with the kinds of codes that it maps: columns of the document. */
    protected abstract Map<TrackingStatusTable, Set<String>> tables();

    /** The adapter's mapping of a code: a status in JSON form, or {@code info}. */
    protected abstract String meaning(String kind, String code);

    @Test
    void documentedCodesMapToTheirStatus() throws IOException {
        Map<String, String> table = table();

        assertThat(table).isNotEmpty().allSatisfy((code, status) -> {
            String[] kindAndCode = code.split(" ", -1);
            assertThat(meaning(kindAndCode[0], kindAndCode[1])).isEqualTo(status);
        });
    }

    @Test
    void everyMappedCodeIsDocumented() throws IOException {
        Set<String> documented = table().keySet();

        assertThat(tables())
                .allSatisfy(
                        (table, kinds) -> assertThat(table.codes()).isNotEmpty().allSatisfy(code -> assertThat(kinds)
                                .as("kinds of codes with %s in the document", code)
                                .anyMatch(kind -> documented.contains(kind + " " + code))));
    }

    @Test
    void everyCodeOfTheCarrierIsDocumented() throws IOException {
        String folder = System.getProperty("carrier.codes");
        assumeTrue(folder != null, "-Dcarrier.codes=… is required: the folder of the carriers' code lists");
        Map<String, String> listed = new TreeMap<>();
        List<String> rows = Files.readAllLines(Path.of(folder, list));
        boolean hasKinds = rows.getFirst().startsWith("code,kind,");

        rows.stream().skip(1).map(row -> row.split(",", -1)).forEach(row -> {
            String kind = hasKinds ? row[1] : "event";
            listed.put(kind + " " + row[0].toUpperCase(Locale.ROOT), row[row.length - 1]);
        });

        assertThat(table()).containsAllEntriesOf(listed);
    }

    /** The documented status by kind and code: a column for each kind, a row for each status. */
    private Map<String, String> table() throws IOException {
        List<List<String>> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| " + title + " | "))
                .takeWhile(line -> line.startsWith("|"))
                .map(StatusCodesTest::cells)
                .toList();
        Map<String, String> table = new TreeMap<>();
        for (List<String> row : rows.subList(2, rows.size())) {
            for (int column = 1; column < row.size(); column++) {
                String kind = rows.getFirst().get(column);
                codes(row.get(column)).forEach(code -> assertThat(table.put(kind + " " + code, row.getFirst()))
                        .as("the other row with %s", code)
                        .isNull());
            }
        }
        return table;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(Arrays.asList(line.split("\\|", -1)));
        return cells.subList(1, cells.size() - 1).stream()
                .map(cell -> cell.replace("`", "").strip())
                .toList();
    }

    /** Expands ranges such as {@code 070-075}. */
    private static Stream<String> codes(String cell) {
        return Stream.of(cell.split(" ", -1)).filter(word -> !word.isEmpty()).flatMap(word -> {
            int dash = word.indexOf('-');
            if (dash < 0) {
                return Stream.of(word);
            }
            String form = "%0" + dash + "d";
            return IntStream.rangeClosed(
                            Integer.parseInt(word.substring(0, dash)), Integer.parseInt(word.substring(dash + 1)))
                    .mapToObj(number -> String.format(Locale.ROOT, form, number));
        });
    }
}
