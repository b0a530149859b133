# Builds the image of shipping-service (docs/deployment.md).

# The build image needs a JDK 25, any Maven 3 and glibc; the runtime image needs only glibc
ARG BUILD_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-25
ARG RUN_IMAGE=gcr.io/distroless/base-nossl-debian13:nonroot

FROM ${BUILD_IMAGE} AS build
# Options for every Maven command, such as -o or -s
ARG MAVEN_ARGS=
# The AOT training starts PostgreSQL, which runs neither as root nor as a user without a name
RUN echo 'build:x:65532:65532::/build:/bin/sh' >> /etc/passwd \
    && mkdir -p /build/source /build/.m2 /opt/shipping-service \
    && chown -R 65532:65532 /build /opt/shipping-service
USER 65532:65532
ENV HOME=/build
WORKDIR /build/source

# A Java runtime without compiler and tools, at its final path, which the AOT cache records. The modules besides Java SE are for
# Netty, DNS and diagnostics of a running JVM
COPY --chown=65532:65532 src/main/image/jvm.options src/main/image/
RUN "$JAVA_HOME/bin/jlink" \
    --add-modules java.se,jdk.unsupported,jdk.net,jdk.naming.dns,jdk.zipfs,jdk.jfr,jdk.management,jdk.management.agent,jdk.jcmd \
    --compress=zip-6 --no-header-files --no-man-pages \
    --add-options="$(grep -v '^#' src/main/image/jvm.options | xargs)" \
    --output /opt/shipping-service/java

# The package, and the AOT cache from a training run against the sandbox. The cache records modification times of files; an image
# keeps only their whole seconds
COPY --chown=65532:65532 . .
RUN --mount=type=cache,target=/build/.m2,uid=65532,gid=65532 \
    ./mvnw --batch-mode --no-transfer-progress package -DskipTests \
    && find target/quarkus-app /opt/shipping-service/java -exec touch --no-dereference --date=2000-01-01T00:00:00Z {} + \
    && ./mvnw --batch-mode --no-transfer-progress exec:exec@aot-training \
        -Dservice.java=/opt/shipping-service/java/bin/java \
    && mv target/quarkus-app /opt/shipping-service/app \
    && mv target/shipping-service.aot target/quarkus-run-cyclonedx.json /opt/shipping-service/

FROM ${RUN_IMAGE}
ARG RUN_IMAGE
ARG VERSION=unknown
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="shipping-service" \
      org.opencontainers.image.description="A shipping rate gateway: quotes, labels and tracking of UPS, FedEx and USPS behind one API" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${RUN_IMAGE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}"
# Java runtime, package, AOT cache and bill of materials (SBOM)
COPY --from=build /opt/shipping-service /opt/shipping-service
USER 65532:65532
WORKDIR /opt/shipping-service
EXPOSE 8080 9000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["/opt/shipping-service/java/bin/java", "-Xms8m", "-Xmx8m", "-cp", "/opt/shipping-service/app/app/*", "com.vantage.shipping.ReadinessProbe"]
ENTRYPOINT ["/opt/shipping-service/java/bin/java", "-XX:AOTCache=/opt/shipping-service/shipping-service.aot", "-jar", "/opt/shipping-service/app/quarkus-run.jar"]
