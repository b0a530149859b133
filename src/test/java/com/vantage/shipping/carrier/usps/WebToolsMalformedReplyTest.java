package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.MalformedReplyTest;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

class WebToolsMalformedReplyTest extends MalformedReplyTest {
    @Override
    protected Carrier carrier(Function<String, String> replies) {
        return new WebToolsCarrier(
                ScriptedApi.of(WebToolsApi.class, new ObjectMapper(), replies), UspsAccount.ofWebTools());
    }

    @Override
    protected String goodReply(String method) {
        return "";
    }

    @Override
    protected List<Situation> quotes() {
        return List.of(
                new Situation("ask", "usps-webtools/rates-commercial.xml"),
                new Situation("ask", "usps-webtools/rates-of-2022.xml"),
                new Situation("ask", "usps-webtools/rates-with-fees.xml"));
    }

    /** Not applicable: Web Tools sells nothing. */
    @Override
    protected List<Situation> purchases() {
        return quotes();
    }

    @Override
    protected List<Situation> finds() {
        return quotes();
    }

    @Override
    protected List<Situation> cancellations() {
        return quotes();
    }

    @Override
    protected List<Situation> trackings() {
        return List.of(
                new Situation("ask", "usps-webtools/tracking-delivered.xml"),
                new Situation("ask", "usps-webtools/tracking-returned.xml"),
                new Situation("ask", "usps-webtools/tracking-with-gaps.xml"),
                new Situation("ask", "usps-webtools/tracking-no-record.xml"));
    }

    @Override
    protected List<Situation> validations() {
        return quotes();
    }

    @Override
    protected String service() {
        return "1";
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
