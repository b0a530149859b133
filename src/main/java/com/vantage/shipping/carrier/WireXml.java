package com.vantage.shipping.carrier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.deser.FromXmlParser;
import com.vantage.shipping.carrier.Outcome.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.xml.stream.XMLInputFactory;
import org.jspecify.annotations.Nullable;

/**
 * Carriers' XML, whose elements are named {@code LikeThis}. It is read in two steps, first as a tree and then by the mapper
 * of JSON, so that both are taken as leniently: one element for a list of one, an empty one for none, and what is unknown or
 * of another type for absent.
 */
public final class WireXml {
    private static final JsonMapper LENIENT = WireJson.lenient()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .build();
    private static final XmlMapper XML = XmlMapper.builder(withoutDefinitions())
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .defaultUseWrapper(false)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();

    private WireXml() {}

    /** @param root the name of the outermost element */
    public record Document(String root, JsonNode content) {
        /** Absent if there is nothing of the kind in it. */
        public <T> @Nullable T as(Class<T> type) {
            return WireXml.as(type, content);
        }
    }

    /** @throws CarrierUnavailable if it is no XML */
    public static Document read(String body) {
        try (FromXmlParser parser = (FromXmlParser) XML.createParser(body)) {
            String root = parser.getStaxReader().getLocalName();
            return new Document(root, XML.readTree(parser));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record's fields in their order, under an element with the record's own name; without what is absent. */
    public static String write(Object request) {
        try {
            return XML.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Failed to write XML: " + e.getMessage(), e);
        }
    }

    private static <T> @Nullable T as(Class<T> type, JsonNode content) {
        try {
            return LENIENT.treeToValue(content, type);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static CarrierUnavailable unreadable(JsonProcessingException e) {
        return new CarrierUnavailable(Failure.UNREADABLE, "the answer is no XML, or not the one that we know", null, e);
    }

    /** A carrier's reply must not make us read files or call hosts, nor unfold into more than was sent. */
    private static XmlFactory withoutDefinitions() {
        XMLInputFactory input = XMLInputFactory.newFactory();
        input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return new XmlFactory(input);
    }
}
