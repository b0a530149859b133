package com.vantage.shipping.api.problem;

/** A size limit of request bodies, and the problem of a larger one. */
public record BodyLimit(long bytes) {
    public ProblemException exceeded() {
        return ProblemType.TOO_LARGE.withDetail("the body must be at most " + bytes / 1024 + " KiB");
    }
}
