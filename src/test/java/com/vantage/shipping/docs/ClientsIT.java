package com.vantage.shipping.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.SandboxedPackage;
import com.vantage.shipping.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The clients that openapi-generator has made of the document: they compile, and they quote, buy and track. */
class ClientsIT {
    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage();

    private static final Path CALLERS = Path.of("src/test/clients");
    private static final Path CLIENTS = Path.of("target/clients");

    /** Of whom it was bought, its id, its status and where it is. */
    private static final Pattern THREE_CALLS = Pattern.compile("\\w+ (?<shipment>VNT-\\d{4}-\\d{7}) created \\w+");

    @Test
    void javaClientQuotesBuysAndTracks() throws IOException, InterruptedException {
        Path java = CLIENTS.resolve("java");
        Path classes = java.resolve("classes");
        String classPath = System.getProperty("java.class.path");
        List<String> javac =
                List.of(tool("javac"), "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath);
        Shell.in(Path.of(""))
                .run(Stream.of(javac, sources(java.resolve("src/main/java")), sources(CALLERS.resolve("java")))
                        .flatMap(List::stream)
                        .toList());

        requireThreeCalls(Shell.in(Path.of(""))
                .run(
                        tool("java"),
                        "-cp",
                        classes + ":" + classPath,
                        "ThreeCalls",
                        here.service().url(),
                        token()));
    }

    @Test
    void typeScriptClientQuotesBuysAndTracks() throws IOException, InterruptedException {
        assumeTrue(Shell.find("npm").isPresent(), "needs Node.js with npm");
        Path typescript = CLIENTS.resolve("typescript");
        for (String file : List.of("package.json", "package-lock.json", "tsconfig.json", "three-calls.ts")) {
            Files.copy(
                    CALLERS.resolve("typescript").resolve(file),
                    typescript.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Shell shell = Shell.in(typescript);
        shell.run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        shell.run("node_modules/.bin/tsc");

        requireThreeCalls(
                shell.run("node", "compiled/three-calls.js", here.service().url(), token()));
    }

    private static void requireThreeCalls(String line) {
        Matcher told = THREE_CALLS.matcher(line);
        assertThat(told.matches()).as(line).isTrue();
        assertThat(here.desk().sold(told.group("shipment"))).hasSize(1);
    }

    private static String token() {
        return here.desk().token("shipping:quote shipping:ship shipping:track");
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static List<String> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .toList();
        }
    }
}
