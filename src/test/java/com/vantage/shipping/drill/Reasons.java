package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Call.Kind;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Error texts of answers, without varying parts. */
final class Reasons {
    private Reasons() {}

    /** Counts of each reason. */
    static Map<String, Long> of(LoadAnswers answers) {
        return answers.all().stream()
                .collect(Collectors.groupingBy(Reasons::reason, TreeMap::new, Collectors.counting()));
    }

    private static String reason(Answer answer) {
        return name(answer.call().kind()) + " " + (answer.status() == 0 ? noAnswer(answer) : problem(answer));
    }

    private static String noAnswer(Answer answer) {
        return "no answer: " + answer.failure().replaceAll("127\\.0\\.0\\.1(/127\\.0\\.0\\.1)?:\\d+", "the replica");
    }

    private static String problem(Answer answer) {
        if (!answer.failure().startsWith("{")) {
            return answer.status() + " " + answer.failure();
        }
        JsonObject problem = new JsonObject(answer.failure());
        return answer.status() + " " + problem.getString("title") + ": " + problem.getString("detail");
    }

    /** Counts of each status, in one line. */
    static String byStatus(LoadAnswers answers, Kind kind) {
        return answers.filter(answer -> answer.is(kind)).all().stream()
                .collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(status -> (status.getKey() == 0 ? "none" : status.getKey()) + ": " + status.getValue())
                .collect(Collectors.joining(", "));
    }

    static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
