package com.vantage.shipping.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs kubectl commands that need no cluster. */
final class Kubectl {
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    private Kubectl() {}

    /** Skips the test without a recent kubectl. */
    static void assumeInstalled() throws IOException, InterruptedException {
        DebianPackages.require(() -> Shell.find("kubectl"), "kubernetes-client");
        assumeTrue(kustomize() >= 5, "skipped: needs a kubectl that brings kustomize 5 (Kubernetes 1.27)");
    }

    /** Builds the manifests of a kustomization. */
    static Manifests kustomize(Path folder) throws IOException, InterruptedException {
        return Manifests.read(Shell.in(Path.of("")).run("kubectl", "kustomize", folder.toString()));
    }

    /** Major version of the embedded kustomize; 0 for versions that do not report it. */
    private static int kustomize() throws IOException, InterruptedException {
        String versions = Shell.in(Path.of("")).run("kubectl", "version", "--client", "--output=json");
        Matcher version = VERSION.matcher(new JsonObject(versions).getString("kustomizeVersion", ""));
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }
}
