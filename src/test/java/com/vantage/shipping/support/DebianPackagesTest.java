package com.vantage.shipping.support;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Runs the script with a fake apt-get that records its arguments. */
class DebianPackagesTest {
    private static final String NEW = "Inst pgbouncer (1.18.0 Debian:12 [amd64])";
    private static final String UPGRADE = "Inst postgresql-15 [15.18] (15.20 Debian-Security:12 [amd64])";
    private static final String SERVER = "Inst postgresql-16 (16.9 PGDG [amd64])";
    private static final String DEBIANS = "/usr/lib/postgresql/15/bin/postgres";
    private static final String EMBEDDED = "/tmp/embedded/PG-0123456789abcdef/bin/postgres";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path programs;

    private final Optional<String> previous = Optional.ofNullable(System.getProperty("install"));

    @BeforeEach
    void clearInstall() {
        System.setProperty("install", "false");
    }

    @AfterEach
    void restoreInstall() {
        previous.ifPresentOrElse(value -> System.setProperty("install", value), () -> System.clearProperty("install"));
    }

    @Test
    void missingProgramSkipsTest() {
        assertThatThrownBy(() -> DebianPackages.require(Optional::empty, "no-such-program"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("skipped: needs Debian's no-such-program; install it, or run with -Dinstall");
    }

    @Test
    void newPackagesAreInstalledWithoutStartingServices() throws IOException, InterruptedException {
        String output = script(NEW, DEBIANS);

        String installed = installed().getLast();
        assertThat(installed).as(output).endsWith(" pgbouncer").contains(" --no-upgrade ");
        Path inert = Path.of(installed.replaceFirst(".* DPkg::Path=([^:]+):.*", "$1"));
        assertThat(Files.readAllLines(programs.resolve("inert")))
                .contains("deb-systemd-invoke", "invoke-rc.d", "pg_createcluster");
        assertThat(inert).isAbsolute().doesNotExist();
    }

    @Test
    void upgradeIsRejected() throws IOException, InterruptedException {
        assertThat(script(UPGRADE + "\n" + NEW, "")).contains("Not installed: pgbouncer would upgrade postgresql-15");
        assertThat(installed()).isEmpty();
    }

    @Test
    void secondServerIsRejected() throws IOException, InterruptedException {
        assertThat(script(SERVER, DEBIANS)).contains("Not installed:").contains("is running: " + DEBIANS);
        assertThat(installed()).isEmpty();
    }

    @Test
    void embeddedServersAreIgnored() throws IOException, InterruptedException {
        script(SERVER, EMBEDDED);

        assertThat(installed()).hasSize(1);
    }

    /**
     * Runs the script and returns its output.
     *
     * @param plan output of the simulated installation
     * @param running program of each running process
     */
    private String script(String plan, String running) throws IOException, InterruptedException {
        program("id", "echo 0");
        program("readlink", "echo '" + running + "'");
        program("apt-get", """
                echo "$*" >>'%1$s/calls'
                case "$*" in
                    *--simulate*) echo '%2$s' ;;
                    *DPkg::Path=*) ls "$(echo "$*" | sed 's/.*DPkg::Path=\\([^:]*\\):.*/\\1/')" >'%1$s/inert' ;;
                esac""".formatted(programs, plan));
        ProcessBuilder script = new ProcessBuilder("sh", "src/test/resources/install-packages.sh", "pgbouncer");
        script.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        Process process = script.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(
                programs.resolve(name), Stream.of("#!/bin/sh", body).collect(joining("\n", "", "\n")));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** The arguments of each installation that is not simulated. */
    private List<String> installed() throws IOException {
        return Files.readAllLines(programs.resolve("calls")).stream()
                .filter(call -> call.contains(" install ") && !call.contains(" --simulate "))
                .toList();
    }
}
