package com.vantage.shipping.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.opentest4j.TestAbortedException;

/**
 * Programs from npm packages for tests, with the versions of a package-lock.json. With {@code -Dinstall} only, they are
 * installed under {@code target}, and Node.js from Debian's packages if it is missing.
 */
public final class NodePackages {
    private static final String LOCK = "package-lock.json";

    private NodePackages() {}

    /**
     * Finds a program, or aborts the test with a hint how to install it.
     *
     * @param folder folder with package.json and package-lock.json
     */
    public static Path require(Path folder, String program) throws IOException, InterruptedException {
        Path installed = Path.of("target", "node-packages").resolve(folder).toAbsolutePath();
        Path found = installed.resolve("node_modules/.bin").resolve(program);
        if (Boolean.getBoolean("install") && !isInstalled(folder, installed, found)) {
            DebianPackages.require(() -> Shell.find("npm"), "nodejs", "npm");
            install(folder, installed);
        }
        if (!Files.isExecutable(found)) {
            String reason = "skipped: needs the npm package of " + program + " that " + folder + "/" + LOCK
                    + " names; run with -Dinstall";
            System.err.println(reason);
            throw new TestAbortedException(reason);
        }
        return found;
    }

    private static boolean isInstalled(Path folder, Path installed, Path program) throws IOException {
        Path lock = installed.resolve(LOCK);
        return Files.isExecutable(program) && Files.exists(lock) && Files.mismatch(folder.resolve(LOCK), lock) == -1;
    }

    private static void install(Path folder, Path installed) throws IOException, InterruptedException {
        Files.createDirectories(installed);
        Files.deleteIfExists(installed.resolve(LOCK));
        Files.copy(
                folder.resolve("package.json"), installed.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(folder.resolve(LOCK), installed.resolve(LOCK));
        Shell.in(installed).run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    }
}
