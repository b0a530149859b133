package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Mutates a valid reply: any part is dropped, set to null, replaced by another type, duplicated or renamed, or the rest
 * is cut off.
 */
final class JsonMutator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Replacements of JSON values. */
    private static final List<JsonNode> OTHER_VALUES = List.of(
            JSON.nullNode(),
            JSON.textNode(""),
            JSON.textNode(" "),
            JSON.textNode("x"),
            JSON.textNode("0"),
            JSON.textNode("0.00"),
            JSON.textNode("-5.00"),
            JSON.textNode("NaN"),
            JSON.textNode("1e5"),
            JSON.textNode("0000-00-00"),
            JSON.textNode("20260230"),
            JSON.textNode("2026-02-30T00:00:00"),
            JSON.textNode("2026-13-45T99:99:99+99:99"),
            JSON.textNode("99999999"),
            JSON.textNode("\u0000\ud83d\ude9a<b>&#99999999;</b>"),
            JSON.textNode("word ".repeat(5_000)),
            JSON.numberNode(0),
            JSON.numberNode(-1),
            JSON.numberNode(new BigDecimal("1e-999999999")),
            JSON.numberNode(new BigDecimal("1e999999999")),
            JSON.numberNode(new BigInteger("9".repeat(40))),
            JSON.booleanNode(true),
            JSON.objectNode(),
            JSON.objectNode().put("a", 1),
            JSON.arrayNode(),
            JSON.arrayNode().add(JSON.nullNode()),
            JSON.arrayNode().add(JSON.arrayNode().add(7)));

    /** Replacements of XML texts. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "0",
            "0.00",
            "-5.00",
            "1e999999999",
            "99999999999999999999999999999999999999999",
            "NaN",
            "13/45/2026",
            "February 30, 2026",
            "2026-13-45",
            "25:99 pm",
            "<b>&#99999999;</b>",
            "word ".repeat(5_000));

    /** Replacements of whole replies. */
    private static final List<String> OTHER_BODIES =
            List.of("", " ", "null", "7", "\"text\"", "[]", "{}", "[[]]", "<html><body>Bad Gateway</body></html>");

    /** A change of one part of a tree. */
    private interface Mutation {
        void apply(Part part);
    }

    /** A value in a tree, with its parent. */
    private record Part(JsonNode parent, String name, int index) {
        JsonNode value() {
            return parent.isArray() ? parent.get(index) : parent.get(name);
        }

        void replaceWith(JsonNode other) {
            if (parent instanceof ArrayNode list) {
                list.set(index, other);
            } else {
                ((ObjectNode) parent).set(name, other);
            }
        }

        void remove() {
            if (parent instanceof ArrayNode list) {
                list.remove(index);
            } else {
                ((ObjectNode) parent).remove(name);
            }
        }

        /** Duplicates an array element; another value becomes an array of two. */
        void duplicate() {
            if (parent instanceof ArrayNode list) {
                list.insert(index, value().deepCopy());
            } else {
                replaceWith(JSON.arrayNode().add(value().deepCopy()).add(value().deepCopy()));
            }
        }
    }

    private JsonMutator() {}

    /** Mutants of this JSON reply. */
    static Arbitrary<String> toJson(String valid) {
        int parts = parts(tree(valid)).size();
        Arbitrary<Mutation> mutations = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(OTHER_VALUES).map(other -> part -> part.replaceWith(other.deepCopy()))),
                Tuple.of(2, Arbitraries.just(Part::remove)),
                Tuple.of(1, Arbitraries.just(Part::duplicate)));
        Arbitrary<UnaryOperator<JsonNode>> one = Combinators.combine(
                        Arbitraries.integers().between(0, parts - 1), mutations)
                .as((place, mutation) -> tree -> mutate(tree, place, mutation));
        Arbitrary<String> damaged = one.list().ofMinSize(1).ofMaxSize(3).map(all -> {
            JsonNode tree = tree(valid);
            for (UnaryOperator<JsonNode> each : all) {
                tree = each.apply(tree);
            }
            return text(tree);
        });
        return Arbitraries.frequencyOf(
                Tuple.of(12, damaged), Tuple.of(2, truncated(valid)), Tuple.of(1, Arbitraries.of(OTHER_BODIES)));
    }

    /** Mutants of this XML reply: elements are dropped, emptied, given other text, duplicated or renamed. */
    static Arbitrary<String> toXml(String valid) {
        int parts = elements(document(valid)).size();
        Arbitrary<Consumer<Element>> mutations = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(TEXTS).map(text -> element -> element.setTextContent(text))),
                Tuple.of(2, Arbitraries.just(element -> element.getParentNode().removeChild(element))),
                Tuple.of(1, Arbitraries.just(element -> element.getParentNode().appendChild(element.cloneNode(true)))),
                Tuple.of(1, Arbitraries.just(element -> element.getOwnerDocument()
                        .renameNode(element, null, "Other"))),
                Tuple.of(1, Arbitraries.just(element -> element.setAttribute("CLASSID", "x"))));
        Arbitrary<Consumer<Document>> one = Combinators.combine(
                        Arbitraries.integers().between(0, parts - 1), mutations)
                .as((place, mutation) -> document -> {
                    List<Element> left = elements(document);
                    if (!left.isEmpty()) {
                        mutation.accept(left.get(place % left.size()));
                    }
                });
        Arbitrary<String> damaged = one.list().ofMinSize(1).ofMaxSize(3).map(all -> {
            Document document = document(valid);
            all.forEach(each -> each.accept(document));
            return text(document);
        });
        return Arbitraries.frequencyOf(
                Tuple.of(12, damaged), Tuple.of(2, truncated(valid)), Tuple.of(1, Arbitraries.of(OTHER_BODIES)));
    }

    /** All elements except the root. */
    private static List<Element> elements(Document document) {
        NodeList all = document.getDocumentElement().getElementsByTagName("*");
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    private static Document document(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("a good reply is XML", e);
        }
    }

    private static String text(Document document) {
        try {
            StringWriter text = new StringWriter();
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arbitrary<String> truncated(String valid) {
        return Arbitraries.integers().between(0, valid.length() - 1).map(end -> valid.substring(0, end));
    }

    /** Earlier changes may have removed parts, so the index wraps around. */
    private static JsonNode mutate(JsonNode tree, int place, Mutation mutation) {
        List<Part> left = parts(tree);
        if (!left.isEmpty()) {
            mutation.apply(left.get(place % left.size()));
        }
        return tree;
    }

    private static List<Part> parts(JsonNode node) {
        List<Part> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                found.add(new Part(object, name, -1));
                found.addAll(parts(object.get(name)));
            });
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                found.add(new Part(list, "", i));
                found.addAll(parts(list.get(i)));
            }
        }
        return found;
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a good reply is JSON", e);
        }
    }

    private static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
