package com.vantage.shipping;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.config.ConfigMapping;

/** Dependency rules between packages, as drawn in {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "com.vantage.shipping", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "com.vantage.shipping.";
    private static final String[] FEATURES = {
        ROOT + "quote..", ROOT + "tracking..", ROOT + "shipment..", ROOT + "carrierhealth.."
    };
    private static final DescribedPredicate<JavaClass> ADAPTERS =
            resideInAPackage(ROOT + "carrier.*..").and(resideOutsideOfPackage(ROOT + "carrier.resilience.."));
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("com.vantage.shipping..");

    @ArchTest
    static final ArchRule modelIsPlainJava = classes()
            .that()
            .resideInAPackage(ROOT + "model..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "model..", "java..", "org.jspecify.."));

    /** A single constraint would make the framework validate all of its own mappings at each start. */
    @ArchTest
    static final ArchRule settingsHaveNoConstraints = noClasses()
            .that()
            .areAnnotatedWith(ConfigMapping.class)
            .should()
            .dependOnClassesThat(resideInAPackage("jakarta.validation.."));

    @ArchTest
    static final ArchRule carrierDependsOnlyOnModelAndRateLimit = classes()
            .that()
            .resideInAPackage(ROOT + "carrier..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "carrier..", ROOT + "model..", ROOT + "ratelimit..")
                    .or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule rateLimitIsSelfContained = classes()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + "ratelimit..").or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule adaptersAreNotImported =
            noClasses().that(DescribedPredicate.not(ADAPTERS)).should().dependOnClassesThat(ADAPTERS);

    @ArchTest
    static final ArchRule faultToleranceStaysInResilience = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "carrier.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.faulttolerance..", "org.eclipse.microprofile.faulttolerance..");

    @ArchTest
    static final ArchRule resilienceIsSelfContained = classes()
            .that()
            .resideInAPackage(ROOT + "carrier.resilience..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAPackage(ROOT + "carrier.resilience..").or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule adaptersAreIndependent =
            slices().matching(ROOT + "carrier.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule featuresAreIndependent = slices().matching(
                    ROOT + "(quote|tracking|shipment|carrierhealth)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule featuresDependOnlyOnSharedPackages = classes()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(FEATURES)
                    .or(resideInAnyPackage(
                            ROOT + "carrier",
                            ROOT + "carrier.resilience",
                            ROOT + "model",
                            ROOT + "offer",
                            ROOT + "wire",
                            ROOT + "problem",
                            ROOT + "access"))
                    .or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule offerAndWireDependOnlyOnModel = classes()
            .that()
            .resideInAnyPackage(ROOT + "offer..", ROOT + "wire..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "offer..", ROOT + "wire..", ROOT + "model..")
                    .or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule accessDependsOnlyOnRateLimit = classes()
            .that()
            .resideInAPackage(ROOT + "access..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "access..", ROOT + "ratelimit..").or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule problemDependsOnlyOnAccess = classes()
            .that()
            .resideInAPackage(ROOT + "problem..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "problem..", ROOT + "access..").or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule transportDependsOnlyOnProblemAndAccess = classes()
            .that()
            .resideInAPackage(ROOT + "transport..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "transport..", ROOT + "problem..", ROOT + "access..")
                    .or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule telemetryDependsOnlyOnAccessCarrierAndModel = classes()
            .that()
            .resideInAPackage(ROOT + "telemetry..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "telemetry..", ROOT + "access..", ROOT + "carrier", ROOT + "model..")
                            .or(DescribedPredicate.not(OURS)));

    @ArchTest
    static final ArchRule telemetryIsNotImported = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "telemetry..");

    @ArchTest
    static final ArchRule jaxRsIsUsedByResourcesOnly = noClasses()
            .that(DescribedPredicate.not(ADAPTERS)
                    .and(resideOutsideOfPackages(ROOT + "access..", ROOT + "problem.."))
                    .and(DescribedPredicate.not(simpleNameEndingWith("Resource"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule carriersAndQuotesUseNoStores = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "carrier..", ROOT + "quote..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.quarkus.redis..");

    @ArchTest
    static final ArchRule hibernateIsUsedByShipmentOnly = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "shipment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hibernate.reactive..", "org.hibernate.annotations..", "org.hibernate.type..");

    @ArchTest
    static final ArchRule serviceDoesNotDependOnSandbox = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "sandbox..");

    @ArchTest
    static final ArchRule wireMockIsUsedBySandboxOnly = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.tomakehurst.wiremock..", "org.wiremock..", "wiremock..");

    @ArchTest
    static final ArchRule sandboxDoesNotDependOnService = classes()
            .that()
            .resideInAPackage(ROOT + "sandbox..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + "sandbox..").or(DescribedPredicate.not(OURS)));
}
