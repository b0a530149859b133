package com.vantage.shipping;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes Vert.x find its JSON codec before any test runs. It looks for it once, with the class loader of the thread that asks
 * first; after a test of the running service that is a loader of Quarkus, whose codec does not fit tests without Quarkus, and
 * all of these then fail for want of the class. Which test is first depends on their order.
 */
public final class VertxJsonOfTheTests implements LauncherSessionListener {
    private static final String JSON = "io.vertx.core.json.Json";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            Class.forName(JSON, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
