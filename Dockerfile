# syntax=docker/dockerfile:1
# The image of Punctual: one application, its roles chosen by PUNCTUAL_ROLES. Build it with: docker build -t punctual .

# the console is built with it, and the image has none of it
FROM node:22-bookworm-slim AS node

FROM maven:3.9-eclipse-temurin-25 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /build
COPY . .
# tests and checks are the build's matter, not the image's
RUN --mount=type=cache,target=/var/cache/maven \
    mvn -B -Dmaven.repo.local=/var/cache/maven -DskipChecks -Dmaven.test.skip package -pl worker-app -am \
    && mv worker-app/target/worker-app-*.jar punctual.jar \
    && java -Djarmode=tools -jar punctual.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre-noble
RUN groupadd --system --gid 10001 punctual \
    && useradd --system --uid 10001 --gid 10001 --home-dir /punctual --shell /usr/sbin/nologin punctual
WORKDIR /punctual
COPY --chmod=755 deploy/health-check /usr/local/bin/punctual-health-check
# from what changes least to what changes most, so that a new build sends only its last layers
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001:10001
EXPOSE 8080 8081
# Exec form: the JVM is process 1 and hears SIGTERM, on which Punctual hands its held fires back.
# More flags of one's own go into JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", \
    "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-XX:MaxRAMPercentage=75", \
    "-XX:+ExitOnOutOfMemoryError", \
    "-jar", "punctual.jar"]
