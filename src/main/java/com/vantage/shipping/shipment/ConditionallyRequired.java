package com.vantage.shipping.shipment;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

/** Validates fields that are required only if others are absent. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ConditionallyRequired.Validator.class)
@interface ConditionallyRequired {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    interface Checked {
        /** Missing fields by name, each with the error text for callers. */
        Map<String, String> missing();
    }

    final class Validator implements ConstraintValidator<ConditionallyRequired, Checked> {
        @Override
        public boolean isValid(Checked request, ConstraintValidatorContext context) {
            context.disableDefaultConstraintViolation();
            request.missing().forEach((field, detail) -> context.buildConstraintViolationWithTemplate(detail)
                    .addPropertyNode(field)
                    .addConstraintViolation());
            return request.missing().isEmpty();
        }
    }
}
