# The image of shipping-service: see docs/deployment.md.

# To build: a JDK 25 and any Maven 3, on glibc. To run: glibc is enough
ARG BUILD_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-25
ARG RUN_IMAGE=gcr.io/distroless/base-nossl-debian13:nonroot

FROM ${BUILD_IMAGE} AS build
# For every call of Maven: -o, -s and the like
ARG MAVEN_ARGS=
# PostgreSQL, before which the service is trained, runs for nobody who is root or has no name
RUN echo 'build:x:65532:65532::/build:/bin/sh' >> /etc/passwd \
    && mkdir -p /build/source /build/.m2 /opt/shipping-service \
    && chown -R 65532:65532 /build /opt/shipping-service
USER 65532:65532
ENV HOME=/build
WORKDIR /build/source

# A Java without compilers and tools, at the path where it will run: the AOT cache knows it by that. The modules besides
# Java SE are for Netty, names by DNS, and whoever looks into a JVM that runs
COPY --chown=65532:65532 src/main/image/jvm.options src/main/image/
RUN "$JAVA_HOME/bin/jlink" \
    --add-modules java.se,jdk.unsupported,jdk.net,jdk.naming.dns,jdk.zipfs,jdk.jfr,jdk.management,jdk.management.agent,jdk.jcmd \
    --compress=zip-6 --no-header-files --no-man-pages \
    --add-options="$(grep -v '^#' src/main/image/jvm.options | xargs)" \
    --output /opt/shipping-service/java

# The package, and the AOT cache of what it did before the sandbox. The cache knows files by their times, of which an image
# keeps the seconds alone
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
# Java, the package, the AOT cache, and the bill of materials
COPY --from=build /opt/shipping-service /opt/shipping-service
USER 65532:65532
WORKDIR /opt/shipping-service
EXPOSE 8080 9000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["/opt/shipping-service/java/bin/java", "-Xms8m", "-Xmx8m", "-cp", "/opt/shipping-service/app/app/*", "com.vantage.shipping.ReadinessProbe"]
ENTRYPOINT ["/opt/shipping-service/java/bin/java", "-XX:AOTCache=/opt/shipping-service/shipping-service.aot", "-jar", "/opt/shipping-service/app/quarkus-run.jar"]
