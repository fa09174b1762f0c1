# syntax=docker/dockerfile:1

# 1. Build the jar and take it apart into layers that change at different speeds.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp dependency:go-offline -DexcludeGroupIds=com.samokoder
COPY build build
COPY src src
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -DskipTests package \
    && java -Djarmode=tools -jar target/samokoder-*.jar extract --layers --application-filename samokoder.jar --destination layers \
    && mvn -B -ntp dependency:copy-dependencies -DincludeGroupIds=io.zonky.test.postgres -DoutputDirectory=postgres

# 2. What the service runs on. One exact image for training and running: the AOT cache fits no other.
FROM eclipse-temurin:25-jre AS base
WORKDIR /app

# 3. Train the AOT cache on a start and some traffic, with a PostgreSQL that stays behind in this stage.
FROM base AS train
RUN apt-get update \
    && apt-get install -y --no-install-recommends unzip xz-utils util-linux \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY --from=build /build/postgres /tmp/postgres-jars
COPY deploy/train-aot-cache.sh /tmp/
RUN bash /tmp/train-aot-cache.sh /app /tmp/postgres-jars

# 4. The image: no build tools, no root, nothing to write but /tmp and /data.
FROM base
# A volume that is mounted at /data for the first time takes on its owner.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin samokoder \
    && install -d -o samokoder -m 700 /data
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY --from=train /app/samokoder.aot ./
USER 10001
ENV ENVIRONMENT=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    SAMOKODER_DATA=/tmp/samokoder \
    MALLOC_ARENA_MAX=2 \
    JAVA_OPTS=""
EXPOSE 8000
STOPSIGNAL SIGTERM
# The image has no curl; bash speaks enough HTTP.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PORT} && printf 'GET /livez HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# Half of 512 MB for the heap: the rest, some 190 MB under load, is code, threads and buffers. Serial: one
# core is the rule there. What a stream holds lives as long as the stream, so most of the heap is for the
# old. Compiled code is packed into one small region, a third of which is free, and what the compiler has
# used goes back to the machine.
ENTRYPOINT ["bash", "-c", "exec java -XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:NewRatio=6 -XX:+UseCompactObjectHeaders -XX:ReservedCodeCacheSize=64m -XX:TrimNativeHeapInterval=5000 -XX:+ExitOnOutOfMemoryError -XX:AOTCache=samokoder.aot --enable-native-access=ALL-UNNAMED $JAVA_OPTS -jar samokoder.jar"]
