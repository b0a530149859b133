package com.vantage.shipping.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A value of a request's body that cannot be read. Its original message is for the caller and follows the field's name. */
public final class InvalidValueException extends MismatchedInputException {
    private static final long serialVersionUID = 1L;

    InvalidValueException(JsonParser parser, String detail) {
        super(parser, detail, (Class<?>) null);
    }
}
