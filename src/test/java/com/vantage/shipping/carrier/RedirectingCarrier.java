package com.vantage.shipping.carrier;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replaces all carriers: grants tokens and redirects all other requests to another host. */
public final class RedirectingCarrier implements QuarkusTestResourceLifecycleManager {
    private static final String TOKEN = """
            {"access_token": "t", "token_type": "Bearer", "expires_in": "3599", "status": "approved", "issued_at": 1}""";

    private final WireMockServer carrier = server();
    private final WireMockServer target = server();

    @Override
    public Map<String, String> start() {
        carrier.start();
        target.start();
        target.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        carrier.stubFor(any(anyUrl()).willReturn(temporaryRedirect(target.url("/elsewhere"))));
        carrier.stubFor(any(urlPathMatching(".*token")).willReturn(okJson(TOKEN)));
        Map<String, String> settings = new HashMap<>();
        for (String code : List.of("ups", "fedex", "usps")) {
            settings.put("shipping.carriers." + code + ".url", carrier.baseUrl());
        }
        settings.put("test.redirecting", carrier.baseUrl());
        settings.put("test.elsewhere", target.baseUrl());
        return settings;
    }

    @Override
    public void stop() {
        carrier.stop();
        target.stop();
    }

    /** After the sandbox, whose carriers it replaces. */
    @Override
    public int order() {
        return 1;
    }

    private static WireMockServer server() {
        return new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    }
}
