package com.vantage.shipping.support;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Initializes Vert.x's JSON codec before any test runs. Vert.x looks it up once, with the context class loader of the first
 * thread that uses it. If that is a Quarkus class loader, all tests without Quarkus fail because they cannot load the codec's
 * class, and whether it is depends on the order of tests.
 */
public final class VertxJsonInitializer implements LauncherSessionListener {
    private static final String JSON = "io.vertx.core.json.Json";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader loader = VertxJsonInitializer.class.getClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class.forName(JSON, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
