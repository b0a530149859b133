package com.vantage.shipping.docs;

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
                "delete: {operationId: forget, responses: {}} | x-nothing: 0 | DELETE /parcels is gone",
                "operationId: forget | operationId: erase | DELETE /parcels is called \"erase\" and no longer \"forget\"",
                "'[{token: [ship]}, {token: [ops]}]' | '[{token: [ops]}]' | POST /parcels no longer opens with {\"token\":[\"ship\"]}",
                "maximum: 100 | maximum: 50 | 'POST /parcels query page, which callers send, has the maximum 50, which was 100'",
                "'in: query,' | 'in: query, required: true,' | POST /parcels query page is required",
                "'name: page, in: query' | 'name: site, in: query' | POST /parcels query page is gone",
                "'text/csv: {schema: {type: string}}' | '' | POST /parcels body text/csv is gone",
                "X-Cache | X-Kept | POST /parcels 200 X-Cache is gone",
                "required: true | required: false | POST /parcels 200 X-Cache may be left out",
                "'HIT, MISS' | 'HIT, MISS, STALE' | 'POST /parcels 200 X-Cache, which callers get, has words that callers do not know: [STALE]'",
                "'\"409\":' | '\"418\":' | POST /parcels 409 is gone",
                "too-late | too-early | POST /parcels 409 too-late is gone",
                "'required: [weight]' | 'required: [weight, speed]' | 'Parcel/speed, which callers send, is required'",
                "'weight: {type: number, minimum: 1}' | 'weight: {type: string}' | 'Parcel/weight, which callers send, was number, is string'",
                "minimum: 1 | minimum: 2 | 'Parcel/weight, which callers send, has the minimum 2, which was 1'",
                "'slow, fast' | 'slow' | 'Parcel/speed, which callers send, takes fewer words: only [slow]'",
                "maxLength: 50 | 'maxLength: 50, pattern: a' | 'Parcel/note, which callers send, has the pattern a, which was nothing'",
                "'note: ' | 'text: ' | 'Parcel/note, which callers send, is gone'",
                "width: {type: integer} | width: {type: number} | 'Box/width, which callers send, was integer, is number'",
                "'required: [id]' | 'required: []' | 'Sent/id, which callers get, may be left out'",
                "'price: {type: number}' | 'cost: {type: number}' | 'Sent/price, which callers get, is gone'",
                "'price: {type: number}' | 'price: {type: string}' | 'Sent/price, which callers get, was number, is string'",
                "format: date | format: date-time | 'Sent/day, which callers get, was date, is date-time'",
                "'there, lost' | 'there, lost, found' | 'Sent/state, which callers get, has words that callers do not know: [found]'",
            })
    void breakingChangeIsNamedWithItsPlace(String was, String is, String sentence) throws IOException {
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
    void harmlessChangeIsNot(String was, String is) throws IOException {
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
