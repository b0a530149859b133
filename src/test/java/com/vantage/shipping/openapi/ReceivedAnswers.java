package com.vantage.shipping.openapi;

import com.vantage.shipping.support.HttpAnswer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records the documented responses, headers and examples that tests have received, in a file for {@link EveryAnswerIT}.
 */
public final class ReceivedAnswers {
    static final String FILE = "answers.received";

    private static final String PROBLEMS = "/problems/";
    private static final Set<String> RECORDED = ConcurrentHashMap.newKeySet();

    private ReceivedAnswers() {}

    public static void record(String operationId, HttpAnswer answer) {
        String status = Integer.toString(answer.status());
        String mediaType = answer.mediaType();
        answer.headers().keySet().forEach(name -> record(header(operationId, status, name)));
        if (mediaType.equals("application/problem+json")) {
            JsonObject problem = answer.json();
            record(answer(operationId, status, problem.getString("type").replace(PROBLEMS, "")));
            record(example(problem));
        } else {
            record(answer(operationId, status, mediaType));
        }
    }

    /** @param kind type of the problem, else the media type */
    static String answer(String operationId, String status, String kind) {
        return operationId + " " + status + " " + kind;
    }

    static String header(String operationId, String status, String name) {
        return operationId + " " + status + " with " + name.toLowerCase(Locale.ROOT);
    }

    /** Identifies an example by the problem's type, its fields and whether it is retryable. */
    static String example(JsonObject problem) {
        return problem.getString("type").replace(PROBLEMS, "") + " of " + new TreeSet<>(problem.fieldNames())
                + ", retryable " + problem.getValue("retryable");
    }

    private static void record(String line) {
        String file = System.getProperty(FILE);
        if (file != null && RECORDED.add(line)) {
            append(Path.of(file), line);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
