package com.vantage.shipping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.opentest4j.TestAbortedException;

/**
 * Programs of npm packages, which tests need. Their versions stand in the package-lock.json of a folder. With {@code -Dinstall}
 * they are installed under {@code target}, and Node.js from Debian's packages if it is missing; nothing is installed without.
 */
public final class NodePackages {
    private static final String LOCK = "package-lock.json";

    private NodePackages() {}

    /**
     * Where a program is. Who misses it is skipped, and told how to get it.
     *
     * @param folder with a package.json and a package-lock.json
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
