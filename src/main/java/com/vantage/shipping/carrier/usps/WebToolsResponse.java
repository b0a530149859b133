package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireXml;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads whole replies of Web Tools: the result, or an error in its place. */
final class WebToolsResponse {
    private static final String ERROR = "Error";

    private WebToolsResponse() {}

    /**
     * @param root root element of a successful reply
     * @param ifNotAvailable refusal for an unlisted "not available" error
     * @throws RuntimeException for an error in place of the result
     */
    static <T> T read(@Nullable String body, String root, Class<T> type, Refusal ifNotAvailable) {
        if (body == null || body.isBlank()) {
            throw new CarrierUnavailableException(Failure.UNREADABLE, "an empty answer");
        }
        WireXml.Document document = WireXml.read(body);
        Optional<WebToolsErrorMapper.CarrierError> error = error(document);
        if (error.isPresent()) {
            throw WebToolsErrorMapper.replyError(error.get(), ifNotAvailable);
        }
        T reply = document.root().equals(root) ? document.as(type) : null;
        if (reply == null) {
            throw new CarrierUnavailableException(Failure.UNREADABLE, "an answer without " + root);
        }
        return reply;
    }

    /** The error in place of a whole reply; empty if the body is not one. */
    static Optional<WebToolsErrorMapper.CarrierError> error(@Nullable String body) {
        try {
            return body == null ? Optional.empty() : error(WireXml.read(body));
        } catch (CarrierUnavailableException notXml) {
            return Optional.empty();
        }
    }

    private static Optional<WebToolsErrorMapper.CarrierError> error(WireXml.Document document) {
        if (document.root().equals(ERROR)) {
            return Optional.of(
                    WebToolsErrorMapper.CarrierError.orEmpty(document.as(WebToolsErrorMapper.CarrierError.class)));
        }
        JsonNode nested = document.content().path(ERROR);
        return nested.isMissingNode()
                ? Optional.empty()
                : Optional.of(WebToolsErrorMapper.CarrierError.orEmpty(
                        new WireXml.Document(ERROR, nested).as(WebToolsErrorMapper.CarrierError.class)));
    }
}
