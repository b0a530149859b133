package com.vantage.shipping.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakingChangesTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String DOCUMENT = """
            paths:
              /parcels:
                post:
                  operationId: sendParcel
                  security: [{token: [ship]}, {token: [ops]}]
                  parameters:
                  - {name: page, in: query, schema: {type: integer, maximum: 100}}
                  requestBody:
                    content:
                      application/json: {schema: {$ref: "#/components/schemas/Parcel"}}
                      text/csv: {schema: {type: string}}
                  responses:
                    "200":
                      headers:
                        X-Cache: {required: true, schema: {type: string, enum: [HIT, MISS]}}
                      content:
                        application/json: {schema: {$ref: "#/components/schemas/Sent"}}
                    "409":
                      content:
                        application/problem+json: {schema: {type: object}, examples: {in-progress: {}, too-late: {}}}
                delete: {operationId: forget, responses: {}}
            components:
              schemas:
                Parcel:
                  type: object
                  required: [weight]
                  properties:
                    weight: {type: number, minimum: 1}
                    speed: {type: string, enum: [slow, fast]}
                    note: {type: string, maxLength: 50}
                    boxes: {type: array, minItems: 1, items: {$ref: "#/components/schemas/Box"}}
                Box: {type: object, properties: {width: {type: integer}}}
                Sent:
                  type: object
                  description: What became of it
                  required: [id]
                  properties:
                    id: {type: string}
                    price: {type: number}
                    day: {type: string, format: date}
                    state: {type: string, enum: [there, lost]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete: {operationId: forget, responses: {}} | x-nothing: 0 | DELETE /parcels was removed",
                "operationId: forget | operationId: erase | DELETE /parcels was renamed from \"forget\" to \"erase\"",
                "'[{token: [ship]}, {token: [ops]}]' | '[{token: [ops]}]' | POST /parcels no longer accepts the scope {\"token\":[\"ship\"]}",
                "maximum: 100 | maximum: 50 | POST /parcels query page (request) has the maximum 50 instead of 100",
                "'in: query,' | 'in: query, required: true,' | POST /parcels query page is required",
                "'name: page, in: query' | 'name: site, in: query' | POST /parcels query page was removed",
                "'text/csv: {schema: {type: string}}' | '' | POST /parcels body text/csv was removed",
                "X-Cache | X-Kept | POST /parcels 200 X-Cache was removed",
                "required: true | required: false | POST /parcels 200 X-Cache is no longer required",
                "'HIT, MISS' | 'HIT, MISS, STALE' | 'POST /parcels 200 X-Cache (response) has new values: [STALE]'",
                "'\"409\":' | '\"418\":' | POST /parcels 409 was removed",
                "too-late | too-early | POST /parcels 409 too-late was removed",
                "'required: [weight]' | 'required: [weight, speed]' | 'Parcel/speed (request) is required'",
                "'weight: {type: number, minimum: 1}' | 'weight: {type: string}' | 'Parcel/weight (request) was number, is string'",
                "minimum: 1 | minimum: 2 | 'Parcel/weight (request) has the minimum 2 instead of 1'",
                "'slow, fast' | 'slow' | 'Parcel/speed (request) accepts fewer values: only [slow]'",
                "maxLength: 50 | 'maxLength: 50, pattern: a' | 'Parcel/note (request) has the pattern a instead of nothing'",
                "'note: ' | 'text: ' | 'Parcel/note (request) was removed'",
                "width: {type: integer} | width: {type: number} | 'Box/width (request) was integer, is number'",
                "'required: [id]' | 'required: []' | 'Sent/id (response) is no longer required'",
                "'price: {type: number}' | 'cost: {type: number}' | 'Sent/price (response) was removed'",
                "'price: {type: number}' | 'price: {type: string}' | 'Sent/price (response) was number, is string'",
                "format: date | format: date-time | 'Sent/day (response) was date, is date-time'",
                "'there, lost' | 'there, lost, found' | 'Sent/state (response) has new values: [found]'",
            })
    void breakingChangeIsReportedWithLocation(String was, String is, String sentence) throws IOException {
        assertThat(BreakingChanges.between(read(DOCUMENT), changed(was, is == null ? "" : is)))
                .containsExactly(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  /parcels:' | '  /pallets: {get: {operationId: list, responses: {}}}\n  /parcels:'",
                "What became of it | What happened to it",
                "'id: {type: string}' | 'id: {type: string}\n        note: {type: string}'",
                "'required: [id]' | 'required: [id, price]'",
                "'there, lost' | 'there'",
                "'note: ' | 'colour: {type: string}\n        note: '",
                "'required: [weight]' | 'required: []'",
                "'slow, fast' | 'slow, fast, later'",
                "maxLength: 50 | maxLength: 60",
                "minimum: 1 | minimum: 0",
                "'HIT, MISS' | 'HIT'",
                "'{name: page,' | '{name: size, in: query, schema: {type: integer}}\n      - {name: page,'",
                "'[{token: [ship]}, {token: [ops]}]' | '[{token: [ship]}, {token: [ops]}, {token: [new]}]'",
                "'\"409\":' | '\"418\": {content: {}}\n        \"409\":'",
                "'in-progress: {},' | 'in-progress: {}, at-rest: {},'",
            })
    void compatibleChangeIsNotReported(String was, String is) throws IOException {
        assertThat(BreakingChanges.between(read(DOCUMENT), changed(was, is))).isEmpty();
    }

    private static JsonNode changed(String was, String is) throws IOException {
        assertThat(DOCUMENT).contains(was);
        return read(DOCUMENT.replaceFirst(Pattern.quote(was), Matcher.quoteReplacement(is)));
    }

    private static JsonNode read(String yaml) throws IOException {
        return YAML.readTree(yaml);
    }
}
