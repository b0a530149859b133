package com.vantage.shipping.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A value in a request body is invalid. The original message is for the caller, as the predicate of the field's name. */
public final class InvalidValueException extends MismatchedInputException {
    private static final long serialVersionUID = 1L;

    InvalidValueException(JsonParser parser, String detail) {
        super(parser, detail, (Class<?>) null);
    }
}
