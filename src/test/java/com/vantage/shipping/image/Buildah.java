package com.vantage.shipping.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds images without daemon and registry, with Debian's buildah and an image store in a directory. */
final class Buildah {
    /** Needed by javac, which opens every jar of the class path. */
    private static final String FILE_LIMIT = "nofile=8192:8192";

    private final Path store;
    private final Shell shell;

    private Buildah(Path store) {
        this.store = store;
        this.shell = Shell.in(store);
    }

    /** Skips the test unless run as root, which this use of buildah requires. */
    static Buildah in(Path store) {
        assumeTrue(DebianPackages.isRoot(), "building the image needs root");
        DebianPackages.require(() -> Shell.find("buildah"), "buildah");
        return new Buildah(store);
    }

    /** Creates an image with these files and environment variables. */
    void createImage(Path root, String name, Map<String, String> environment) throws IOException, InterruptedException {
        String container = run("from", "scratch");
        run("add", "--quiet", container, root.toString(), "/");
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            run("config", "--env", variable.getKey() + "=" + variable.getValue(), container);
        }
        run("commit", "--quiet", "--rm", container, name);
    }

    /** Builds the Dockerfile in a directory. */
    void build(Path directory, String name, Map<String, String> arguments, String volume)
            throws IOException, InterruptedException {
        Stream<String> build = Stream.of(
                "bud",
                "--isolation",
                "chroot",
                "--format",
                "docker",
                "--layers=false",
                "--pull-never",
                "--ulimit",
                FILE_LIMIT,
                "--volume",
                volume,
                "--tag",
                name);
        Stream<String> buildArguments = arguments.entrySet().stream()
                .flatMap(argument -> Stream.of("--build-arg", argument.getKey() + "=" + argument.getValue()));
        run(Stream.of(build, buildArguments, Stream.of(directory.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    /** The image's configuration in Docker's format. */
    JsonObject config(String name) throws IOException, InterruptedException {
        return new JsonObject(run("inspect", "--type", "image", name))
                .getJsonObject("Docker")
                .getJsonObject("config");
    }

    /** Mount point of an image's files. */
    Path mount(String name) throws IOException, InterruptedException {
        return Path.of(run("mount", run("from", "--pull-never", name)));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                "buildah",
                                "--storage-driver",
                                "vfs",
                                "--root",
                                store.resolve("images").toString(),
                                "--runroot",
                                store.resolve("containers").toString()),
                        Stream.of(arguments))
                .toList();
        return shell.run(command);
    }
}
