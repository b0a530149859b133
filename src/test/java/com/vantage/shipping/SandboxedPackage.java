package com.vantage.shipping;

import com.vantage.shipping.sandbox.Desk;
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
 * The package before a sandbox of its own, for the tests of one class, with which both end. It brings its database's schema
 * up by itself, and differs from what operators run in the settings that the class names.
 */
public final class SandboxedPackage implements BeforeAllCallback, AfterAllCallback {
    private static final String MIGRATE = "quarkus.flyway.migrate-at-start";

    /** For machines that do other things too. */
    public static final Map<String, String> PATIENT = ofEachCarrier(Map.of("deadline", "20s", "timeout", "15s"));

    private final Map<String, String> settings = new HashMap<>();
    private @Nullable Sandbox sandbox;
    private @Nullable Desk desk;
    private @Nullable Path directory;
    private @Nullable PackagedService service;

    /** @param settings by the names of properties, of every package here; of two with one name the later one holds */
    @SafeVarargs
    public SandboxedPackage(Map<String, String>... settings) {
        for (Map<String, String> some : settings) {
            this.settings.putAll(some);
        }
    }

    /** A carrier's settings, for all of them alike. */
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
        desk = new Desk(started.deskUrl());
        directory = Folders.temporary("package");
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

    public Desk desk() {
        return Objects.requireNonNull(desk);
    }

    /** Where packages run and write; no settings lie about there. */
    Path directory() {
        return Objects.requireNonNull(directory);
    }

    /** The one of all tests, which is ready. */
    public PackagedService service() {
        PackagedService started = service;
        if (started == null) {
            started = another(Map.of());
            service = started;
        }
        return started;
    }

    /** One more, which is ready, and which its caller ends. */
    public PackagedService another(Map<String, String> own) {
        return PackagedService.start(directory(), settings(own)).awaitReady();
    }

    /** What a package here is told: the sandbox's addresses, what the class says, and what is its own. */
    private Map<String, String> settings(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(sandbox().settings());
        all.put(MIGRATE, "true");
        all.putAll(settings);
        all.putAll(own);
        return all;
    }
}
