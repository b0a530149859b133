package com.vantage.shipping.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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

/** Which packages may depend on which; {@code docs/architecture.md} draws them. */
@AnalyzeClasses(packages = "com.vantage.shipping", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "com.vantage.shipping.";
    private static final String[] FEATURES = {
        ROOT + "address..",
        ROOT + "quote..",
        ROOT + "tracking..",
        ROOT + "shipment..",
        ROOT + "webhook..",
        ROOT + "carrier.health.."
    };
    private static final DescribedPredicate<JavaClass> ADAPTERS = resideInAPackage(ROOT + "carrier.*..")
            .and(resideOutsideOfPackages(ROOT + "carrier.resilience..", ROOT + "carrier.health.."));
    private static final DescribedPredicate<JavaClass> EXTERNAL = not(resideInAPackage("com.vantage.shipping.."));

    @ArchTest
    static final ArchRule modelIsPlainJava = classes()
            .that()
            .resideInAPackage(ROOT + "model..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "model..", "java..", "org.jspecify.."));

    /** With one constraint on them, Quarkus would validate all its own settings too, at each start. */
    @ArchTest
    static final ArchRule settingsHaveNoConstraints = noClasses()
            .that()
            .areAnnotatedWith(ConfigMapping.class)
            .should()
            .dependOnClassesThat(resideInAPackage("jakarta.validation.."));

    @ArchTest
    static final ArchRule carrierDependsOnModelAndRateLimit = classes()
            .that()
            .resideInAPackage(ROOT + "carrier..")
            .and()
            .resideOutsideOfPackage(ROOT + "carrier.health..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "carrier..", ROOT + "model..", ROOT + "ratelimit..")
                    .or(EXTERNAL));

    @ArchTest
    static final ArchRule nothingInCarrierDependsOnHealth = noClasses()
            .that()
            .resideInAPackage(ROOT + "carrier..")
            .and()
            .resideOutsideOfPackage(ROOT + "carrier.health..")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "carrier.health.."));

    @ArchTest
    static final ArchRule rateLimitIsIndependent = classes()
            .that()
            .resideInAPackage(ROOT + "ratelimit..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + "ratelimit..").or(EXTERNAL));

    @ArchTest
    static final ArchRule nobodyImportsAnAdapter =
            noClasses().that(not(ADAPTERS)).should().dependOnClassesThat(ADAPTERS);

    @ArchTest
    static final ArchRule faultToleranceStaysInResilience = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "carrier.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.faulttolerance..", "org.eclipse.microprofile.faulttolerance..");

    @ArchTest
    static final ArchRule resilienceIsIndependent = classes()
            .that()
            .resideInAPackage(ROOT + "carrier.resilience..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAPackage(ROOT + "carrier.resilience..").or(EXTERNAL));

    @ArchTest
    static final ArchRule adaptersDoNotDependOnEachOther = slices().matching(ROOT + "carrier.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    resideInAPackage(ROOT + "carrier.health.."), resideInAPackage(ROOT + "carrier.resilience.."));

    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOther = slices().matching(
                    ROOT + "(address|quote|tracking|shipment|webhook|carrier.health)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule featuresDependOnSharedPackagesOnly = classes()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(FEATURES)
                    .or(resideInAnyPackage(
                                    ROOT + "carrier",
                                    ROOT + "carrier.resilience",
                                    ROOT + "model",
                                    ROOT + "ratestore",
                                    ROOT + "persistence",
                                    ROOT + "api..")
                            .or(EXTERNAL)));

    @ArchTest
    static final ArchRule offerDependsOnModelOnly = classes()
            .that()
            .resideInAnyPackage(ROOT + "ratestore..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "ratestore..", ROOT + "model..").or(EXTERNAL));

    @ArchTest
    static final ArchRule persistenceDependsOnNoFeature = classes()
            .that()
            .resideInAPackage(ROOT + "persistence..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "persistence..", ROOT + "carrier", ROOT + "api.problem..")
                            .or(EXTERNAL));

    @ArchTest
    static final ArchRule apiDependsOnModelAndRateLimit = classes()
            .that()
            .resideInAPackage(ROOT + "api..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "api..", ROOT + "model..", ROOT + "ratelimit..")
                    .or(EXTERNAL));

    @ArchTest
    static final ArchRule telemetryDependsOnApiAndCarrier = classes()
            .that()
            .resideInAPackage(ROOT + "telemetry..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "telemetry..", ROOT + "api..", ROOT + "carrier", ROOT + "model..")
                            .or(EXTERNAL));

    @ArchTest
    static final ArchRule nobodyDependsOnTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "telemetry..");

    /** The command runs without Quarkus and must not start a part of the service. */
    @ArchTest
    static final ArchRule operationsDependOnSettingsOnly = classes()
            .that()
            .resideInAPackage(ROOT + "operations..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(ROOT + "operations..", ROOT + "config..").or(EXTERNAL));

    @ArchTest
    static final ArchRule jaxRsStaysInResourcesAdaptersAndApi = noClasses()
            .that(not(ADAPTERS).and(resideOutsideOfPackages(ROOT + "api..")).and(not(simpleNameEndingWith("Resource"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule carriersAndQuotesUseNoStore = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "carrier..", ROOT + "quote..")
            .and()
            .resideOutsideOfPackage(ROOT + "carrier.health..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.quarkus.redis..");

    @ArchTest
    static final ArchRule hibernateStaysInShipmentAndWebhook = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "persistence..", ROOT + "shipment..", ROOT + "webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hibernate.reactive..", "org.hibernate.annotations..", "org.hibernate.type..");

    @ArchTest
    static final ArchRule serviceDoesNotDependOnTheSandbox = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "sandbox..");

    @ArchTest
    static final ArchRule wireMockStaysInTheSandbox = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.tomakehurst.wiremock..", "org.wiremock..", "wiremock..");

    @ArchTest
    static final ArchRule sandboxDoesNotDependOnTheService = classes()
            .that()
            .resideInAPackage(ROOT + "sandbox..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + "sandbox..").or(EXTERNAL));
}
