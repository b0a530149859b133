package com.vantage.shipping.config;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads Javadoc from the source code, since classes do not contain it. */
final class SourceComments {
    private static final Path SOURCES = Path.of("src/main/java");

    private final Map<String, String> comments = new LinkedHashMap<>();

    private SourceComments() {}

    /** Reads the files that contain this word. */
    static SourceComments ofFilesWith(String word) {
        SourceComments read = new SourceComments();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(holding(word)));
            Trees trees = Trees.instance(task);
            task.parse().forEach(unit -> read.new Reader(trees).scan(unit, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    String of(Class<?> type) {
        return text(type.getSimpleName());
    }

    String of(Method method) {
        return text(method.getDeclaringClass().getSimpleName() + "." + method.getName());
    }

    /** The position of the method in its file. */
    int place(Method method) {
        return List.copyOf(comments.keySet())
                .indexOf(method.getDeclaringClass().getSimpleName() + "." + method.getName());
    }

    private String text(String name) {
        return comments.getOrDefault(name, "");
    }

    private static List<Path> holding(String word) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java") && contains(file, word))
                    .toList();
        }
    }

    private static boolean contains(Path file, String word) {
        try {
            return Files.readString(file).contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Reader extends TreePathScanner<@Nullable Void, String> {
        private final Trees trees;

        Reader(Trees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            String name = type.getSimpleName().toString();
            note(name);
            return super.visitClass(type, name);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, String around) {
            note(around + "." + method.getName());
            return null;
        }

        private void note(String name) {
            String comment = trees.getDocComment(getCurrentPath());
            comments.putIfAbsent(name, comment == null ? "" : asMarkdown(comment));
        }
    }

    private static String asMarkdown(String comment) {
        return comment.replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link #?(?:[^} ]*#)?([^} ]+)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
