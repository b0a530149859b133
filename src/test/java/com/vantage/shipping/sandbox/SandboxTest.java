package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

    /** A process that starts a sandbox and exits. */
    static final class Starter {
        public static void main(String[] args) {
            Sandbox.start(Sandbox.Options.forTests());
            System.exit(0);
        }
    }

    @Test
    void temporaryFolderIsEmptyAfterExit(@TempDir Path temporary) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Starter.class.getName())
                .inheritIO()
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }
}
