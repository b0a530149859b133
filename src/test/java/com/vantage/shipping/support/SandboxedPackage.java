package com.vantage.shipping.support;

import com.vantage.shipping.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension that runs the packaged service with a sandbox of its own for one test class. The service migrates its
 * database at start, and has the settings that the class specifies.
 */
public final class SandboxedPackage implements BeforeAllCallback, AfterAllCallback {
    private static final String MIGRATE = "quarkus.flyway.migrate-at-start";

    /** Generous deadlines for busy machines. */
    public static final Map<String, String> LONG_TIMEOUTS = ofEachCarrier(Map.of("deadline", "20s", "timeout", "15s"));

    private final Map<String, String> settings = new HashMap<>();
    private @Nullable Sandbox sandbox;
    private @Nullable SandboxClient sandboxClient;
    private @Nullable Path directory;
    private @Nullable PackagedService service;

    /** @param settings settings by property, of every service that is started; later maps override earlier ones */
    @SafeVarargs
    public SandboxedPackage(Map<String, String>... settings) {
        for (Map<String, String> some : settings) {
            this.settings.putAll(some);
        }
    }

    /** The same settings for every carrier. */
    public static Map<String, String> ofEachCarrier(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        for (String carrier : List.of("ups", "fedex", "usps")) {
            settings.forEach((name, value) -> all.put("shipping.carriers." + carrier + "." + name, value));
        }
        return all;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Sandbox started = Sandbox.start(Sandbox.Options.forTests());
        sandbox = started;
        sandboxClient = new SandboxClient(started.controlUrl());
        directory = TemporaryDirectories.temporary("package");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (service != null) {
            service.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    public Sandbox sandbox() {
        return Objects.requireNonNull(sandbox);
    }

    public SandboxClient sandboxClient() {
        return Objects.requireNonNull(sandboxClient);
    }

    /** Working directory of the services, without configuration files. */
    public Path directory() {
        return Objects.requireNonNull(directory);
    }

    /** The service shared by all tests of the class, ready. */
    public PackagedService service() {
        PackagedService started = service;
        if (started == null) {
            started = startAnother(Map.of());
            service = started;
        }
        return started;
    }

    /** Starts another service and waits until it is ready; the caller must close it. */
    public PackagedService startAnother(Map<String, String> own) {
        return PackagedService.start(directory(), settings(own)).awaitReady();
    }

    /** Merges the settings of the sandbox, of the class and of one service. */
    private Map<String, String> settings(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(sandbox().settings());
        all.put(MIGRATE, "true");
        all.putAll(settings);
        all.putAll(own);
        return all;
    }
}
