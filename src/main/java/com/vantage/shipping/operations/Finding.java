package com.vantage.shipping.operations;

/** A check with one of its values. */
record Finding(Check check, Sample sample) {
    Status status() {
        return check.threshold().judge(sample.value());
    }

    /** The value, or why it is unknown. */
    String value() {
        if (status() != Status.UNKNOWN) {
            return check.unit().format(sample.value());
        }
        return sample.problem() == null ? "no value" : sample.problem();
    }
}
