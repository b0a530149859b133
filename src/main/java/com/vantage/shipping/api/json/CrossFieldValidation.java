package com.vantage.shipping.api.json;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintValidatorContext.ConstraintViolationBuilder.NodeBuilderCustomizableContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates fields of a request whose validity depends on other fields. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CrossFieldValidation.Validator.class)
public @interface CrossFieldValidation {
    String REQUIRED = "is required";

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    interface Checked {
        /** Invalid and missing fields by path, such as {@code origin.country}, each with the error text for callers. */
        Map<String, String> errors();
    }

    final class Validator implements ConstraintValidator<CrossFieldValidation, Checked> {
        /** Characters that a message template would interpret; the texts may repeat values of the request. */
        private static final Pattern TEMPLATE = Pattern.compile("[\\\\{}$]");

        @Override
        public boolean isValid(Checked request, ConstraintValidatorContext context) {
            Map<String, String> errors = request.errors();
            context.disableDefaultConstraintViolation();
            errors.forEach((path, detail) -> add(context, path.split("\\."), detail));
            return errors.isEmpty();
        }

        private static void add(ConstraintValidatorContext context, String[] path, String detail) {
            NodeBuilderCustomizableContext node = context.buildConstraintViolationWithTemplate(
                            TEMPLATE.matcher(detail).replaceAll("\\\\$0"))
                    .addPropertyNode(path[0]);
            for (int i = 1; i < path.length; i++) {
                node = node.addPropertyNode(path[i]);
            }
            node.addConstraintViolation();
        }
    }
}
