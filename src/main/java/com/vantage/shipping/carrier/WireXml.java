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
 * Lenient reading and writing of carriers' XML, whose elements are named {@code LikeThis}. A document is parsed to a
 * tree and then read by the JSON mapper, so that both formats are equally lenient: one element is a list of one, an
 * empty element is absent, and so are unknown fields and fields of another type.
 */
public final class WireXml {
    private static final JsonMapper LENIENT = WireJson.lenient()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .build();
    private static final XmlMapper XML = XmlMapper.builder(factoryWithoutDtd())
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .defaultUseWrapper(false)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();

    private WireXml() {}

    /** @param root name of the root element */
    public record Document(String root, JsonNode content) {
        /** Reads the content as this type; absent if it is empty. */
        public <T> @Nullable T as(Class<T> type) {
            return WireXml.as(type, content);
        }
    }

    /** @throws CarrierUnavailableException if it is not XML */
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

    /** Writes a record as an element with the record's name and its non-null fields in order. */
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

    private static CarrierUnavailableException unreadable(JsonProcessingException e) {
        return new CarrierUnavailableException(
                Failure.UNREADABLE, "the answer is not XML of the expected form", null, e);
    }

    /** Disables DTDs and external entities: a reply must not make us read files, call hosts or expand entities. */
    private static XmlFactory factoryWithoutDtd() {
        XMLInputFactory input = XMLInputFactory.newFactory();
        input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return new XmlFactory(input);
    }
}
