package com.vantage.shipping.api.json;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Marks fields as required in the OpenAPI document if they are record components without {@link Nullable}; the scanner itself
 * considers constraints of requests only. Inlines dates and times instead of referring to schemas.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RequiredFieldsOpenApiFilter implements OASFilter {
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMING =
            new PropertyNamingStrategies.SnakeCaseStrategy();
    private static final Map<String, String> TIMES = Map.of("LocalDate", "date", "Instant", "date-time");

    private final Map<String, List<ClassInfo>> records;

    public RequiredFieldsOpenApiFilter(IndexView index) {
        records = index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .collect(groupingBy(RequiredFieldsOpenApiFilter::name));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        components.getSchemas().forEach((name, schema) -> records.getOrDefault(name, List.of()).stream()
                .filter(type -> describes(type, schema))
                .forEach(type -> requireNonNullFields(type, schema)));
        TIMES.keySet().forEach(components::removeSchema);
    }

    @Override
    public Schema filterSchema(Schema schema) {
        String ref = schema.getRef();
        if (ref == null) {
            return schema;
        }
        String format = TIMES.get(ref.substring(ref.lastIndexOf('/') + 1));
        // The scanner adds a type to each reference, which is not always the right one
        return format == null
                ? schema.type(null)
                : schema.ref(null).type(List.of(SchemaType.STRING)).format(format);
    }

    /** Records of different packages may have the same name. */
    private static boolean describes(ClassInfo type, Schema schema) {
        return schema.getProperties() != null
                && schema.getProperties().keySet().equals(fields(type).collect(toSet()));
    }

    private static void requireNonNullFields(ClassInfo type, Schema schema) {
        List<String> required = type.recordComponentsInDeclarationOrder().stream()
                .filter(field -> !field.type().hasAnnotation(NULLABLE))
                .map(field -> NAMING.translate(field.name()))
                .toList();
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static Stream<String> fields(ClassInfo type) {
        return type.recordComponentsInDeclarationOrder().stream().map(field -> NAMING.translate(field.name()));
    }

    private static String name(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        return schema == null || schema.value("name") == null
                ? type.simpleName()
                : schema.value("name").asString();
    }
}
