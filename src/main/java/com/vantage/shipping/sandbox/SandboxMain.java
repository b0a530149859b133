package com.vantage.shipping.sandbox;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Main class of dev mode: starts the sandbox, then the service with its settings. */
@QuarkusMain(name = "sandbox")
public final class SandboxMain {
    private static final int CARRIER_COUNT = 3;
    /** Set at the first start in this JVM: a live reload runs main again, when our own port is in use. */
    private static final String STARTED = "sandbox.runs";

    private static String welcome = "";

    public static void main(String[] args) {
        if (System.getProperty(STARTED) == null) {
            requireFreePorts();
        }
        System.setProperty(STARTED, "true");
        try (Sandbox sandbox = Sandbox.start(Sandbox.Options.forDevelopment())) {
            sandbox.settings().forEach(System::setProperty);
            welcome = welcome(sandbox.controlUrl());
            Quarkus.run(WelcomeApplication.class, args);
        }
    }

    /** Prints usage hints once the service is ready. */
    public static final class WelcomeApplication implements QuarkusApplication {
        @Override
        public int run(String... args) {
            System.out.println(welcome);
            Quarkus.waitForExit();
            return 0;
        }
    }

    /** Commands to paste fit into a terminal's width; a token does not. */
    static String welcome(String controlUrl) {
        String service = serviceUrl();
        return """

                shipping-service is ready, with simulated carriers. Ask for quotes:

                export TOKEN=$(curl -s %s/token)
                curl -s %s/api/v2/shipments/rate-quote \\
                  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{
                    "origin": {"zip": "10001", "country": "US"}, "destination": {"zip": "90210", "country": "US"},
                    "packages": [{"weight_oz": 32, "dimensions": {"length": 12, "width": 8, "height": 6}}]}'

                API documentation:     %s/api/v2/docs
                Carrier health:        %s/carriers
                Make FedEx hang:       curl -X PUT '%s/faults/fedex/quote?fault=hang'
                Remove all faults:     curl -X DELETE %s/faults
                More of the sandbox:   curl %s/
                """.formatted(controlUrl, service, service, controlUrl, controlUrl, controlUrl, controlUrl);
    }

    private static void requireFreePorts() {
        int[] busy = Ports.busy(requiredPorts());
        if (busy.length > 0) {
            System.err.println("shipping-service cannot start: port "
                    + Arrays.stream(busy).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                    + " is in use. Is it running already? Stop that one, or choose other ports with"
                    + " -Dquarkus.http.port=8081 -Dquarkus.management.port=9001 -Dsandbox.port=8190");
            System.exit(1);
        }
    }

    private static int[] requiredPorts() {
        int controlPort = Sandbox.Options.forDevelopment().controlPort();
        return IntStream.concat(
                        IntStream.of(servicePort(), Integer.getInteger("quarkus.management.port", 9000)),
                        IntStream.rangeClosed(controlPort, controlPort + CARRIER_COUNT))
                .toArray();
    }

    /** URL of the service in dev mode. */
    static String serviceUrl() {
        return "http://localhost:" + servicePort();
    }

    private static int servicePort() {
        return Integer.getInteger("quarkus.http.port", 8080);
    }
}
