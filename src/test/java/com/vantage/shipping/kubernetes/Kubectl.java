package com.vantage.shipping.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.DebianPackages;
import com.vantage.shipping.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** kubectl, for what it can do without a cluster. */
final class Kubectl {
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    private Kubectl() {}

    /** Without it, or with one that is too old, who asks is skipped. */
    static void assumeInstalled() throws IOException, InterruptedException {
        DebianPackages.require(() -> Shell.find("kubectl"), "kubernetes-client");
        assumeTrue(kustomize() >= 5, "skipped: needs a kubectl that brings kustomize 5 (Kubernetes 1.27)");
    }

    /** The manifests that a folder makes. */
    static Manifests kustomize(Path folder) throws IOException, InterruptedException {
        return Manifests.read(Shell.in(Path.of("")).run("kubectl", "kustomize", folder.toString()));
    }

    /** The major version of the kustomize within; very old ones do not say. */
    private static int kustomize() throws IOException, InterruptedException {
        String versions = Shell.in(Path.of("")).run("kubectl", "version", "--client", "--output=json");
        Matcher version = VERSION.matcher(new JsonObject(versions).getString("kustomizeVersion", ""));
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }
}
