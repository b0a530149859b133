package com.vantage.shipping.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records with personal data or secrets do not print them, in case they are logged by mistake. */
class PersonalDataTest {
    private static final Set<String> NOT_FOR_LOGS = Set.of(
            "phone",
            "phoneNumber",
            "email",
            "street1",
            "street2",
            "streetAddress",
            "streetLines",
            "addressLine",
            "personName",
            "attentionName",
            "firstName",
            "lastName",
            "signedBy",
            "receivedBy",
            "receivedByName",
            "accessToken",
            "clientSecret",
            "paymentAuthorizationToken");

    @Test
    void recordsDoNotPrintPersonalData() {
        var records = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("com.vantage.shipping").stream()
                        .filter(JavaClass::isRecord)
                        .filter(type -> !type.getPackageName().contains("sandbox"))
                        .filter(PersonalDataTest::holdsWhatIsNotForLogs)
                        .toList();

        assertThat(records).hasSizeGreaterThan(8).allMatch(PersonalDataTest::printsWhatItWants);
    }

    private static boolean holdsWhatIsNotForLogs(JavaClass type) {
        return type.getFields().stream().map(JavaField::getName).anyMatch(NOT_FOR_LOGS::contains);
    }

    /** Whether {@code toString} is explicit: the generated one has the line number of the record's declaration. */
    private static boolean printsWhatItWants(JavaClass type) {
        return type.reflect().isRecord()
                && type.getMethod("toString").getSourceCodeLocation().getLineNumber() > declaration(type);
    }

    private static int declaration(JavaClass type) {
        return type.getConstructors().stream()
                .mapToInt(constructor -> constructor.getSourceCodeLocation().getLineNumber())
                .min()
                .orElseThrow();
    }
}
