package com.vantage.shipping.sandbox;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The main class of dev mode: the sandbox first, then the service, told where everything is. */
@QuarkusMain(name = "sandbox")
public final class SandboxMain {
    private static final int CARRIERS = 3;
    /** Set at the first start in this JVM: a live reload runs main again, and then our own port is busy. */
    private static final String RUNS = "sandbox.runs";

    private SandboxMain() {}

    public static void main(String[] args) {
        if (System.getProperty(RUNS) == null) {
            requireFreePorts();
        }
        System.setProperty(RUNS, "true");
        try (Sandbox sandbox = Sandbox.start(Sandbox.Options.forPeople())) {
            sandbox.settings().forEach(System::setProperty);
            Quarkus.run(args);
        }
    }

    private static void requireFreePorts() {
        int[] busy = Ports.busy(wantedPorts());
        if (busy.length > 0) {
            System.err.println("shipping-service cannot start: port "
                    + Arrays.stream(busy).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                    + " is in use. Is it running already? Stop that one, or choose other ports with"
                    + " -Dquarkus.http.port=8081 -Dquarkus.management.port=9001 -Dsandbox.port=8190");
            System.exit(1);
        }
    }

    private static int[] wantedPorts() {
        int desk = Sandbox.Options.forPeople().desk();
        return IntStream.concat(
                        IntStream.of(
                                Integer.getInteger("quarkus.http.port", 8080),
                                Integer.getInteger("quarkus.management.port", 9000)),
                        IntStream.rangeClosed(desk, desk + CARRIERS))
                .toArray();
    }
}
