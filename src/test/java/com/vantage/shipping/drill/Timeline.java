package com.vantage.shipping.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Events under load, in seconds of load: the time between loads is left out. */
final class Timeline {
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private boolean isRunning;
    private int run;
    private long origin;
    private double stoppedAt;

    /**
     * Counters at a time.
     *
     * @param run number of the load, from 1: counters may increase between loads
     * @param values by name
     */
    record Sample(double second, int run, Map<String, Double> values) {}

    /** An action of the drill. */
    record Mark(double second, String label) {}

    synchronized void resume() {
        origin = System.nanoTime() - (long) (stoppedAt * 1e9);
        isRunning = true;
        run++;
    }

    synchronized void pause() {
        stoppedAt = now();
        isRunning = false;
    }

    synchronized double now() {
        return isRunning ? at(System.nanoTime()) : stoppedAt;
    }

    synchronized double at(long nanos) {
        return (nanos - origin) / 1e9;
    }

    void add(Answer answer) {
        answers.add(answer);
    }

    synchronized void add(Map<String, Double> values) {
        if (isRunning) {
            samples.add(new Sample(now(), run, Map.copyOf(values)));
        }
    }

    synchronized void mark(String label) {
        marks.add(new Mark(now(), label));
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    synchronized List<Mark> marks() {
        return List.copyOf(marks);
    }

    LoadAnswers answers() {
        return new LoadAnswers(List.copyOf(answers));
    }

    /** Answers that were due in this period. */
    LoadAnswers between(double from, double to) {
        return answers().filter(answer -> answer.second() >= from && answer.second() < to);
    }
}
