package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.MalformedReplyTest;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

class WebToolsMalformedReplyTest extends MalformedReplyTest {
    WebToolsMalformedReplyTest() {
        super("usps-webtools", Map.of());
    }

    @Override
    protected Carrier carrier(Function<String, String> replies) {
        return new WebToolsCarrier(
                ScriptedApi.of(WebToolsApi.class, new ObjectMapper(), replies), UspsAccount.ofWebTools());
    }

    @Override
    protected Map<String, List<String>> quotes() {
        return Map.of("ask", List.of("rates-commercial.xml", "rates-of-2022.xml", "rates-with-fees.xml"));
    }

    /** Not applicable: Web Tools quotes domestic mail only, and sells nothing. */
    @Override
    protected Map<String, List<String>> internationalQuotes() {
        return quotes();
    }

    @Override
    protected Map<String, List<String>> purchases() {
        return quotes();
    }

    @Override
    protected Map<String, List<String>> internationalPurchases() {
        return quotes();
    }

    @Override
    protected Map<String, List<String>> finds() {
        return quotes();
    }

    @Override
    protected Map<String, List<String>> cancellations() {
        return quotes();
    }

    @Override
    protected Map<String, List<String>> trackings() {
        return Map.of(
                "ask",
                List.of(
                        "tracking-delivered.xml",
                        "tracking-returned.xml",
                        "tracking-with-gaps.xml",
                        "tracking-no-record.xml"));
    }

    @Override
    protected Map<String, List<String>> validations() {
        return quotes();
    }

    @Override
    protected String service() {
        return "1";
    }

    @Override
    protected String internationalService() {
        return service();
    }

    @Override
    protected TrackingNumber number() {
        return new TrackingNumber("9400100000000000000000");
    }

    @Override
    protected Pattern cancelled() {
        return Pattern.compile("never");
    }
}
