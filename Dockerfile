# The image of Caravan: docker build -t caravan:0.1.0-SNAPSHOT .
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml application.properties ./
COPY .mvn .mvn
COPY src/main src/main
COPY routes/kamelets routes/kamelets
RUN mvn -B -q -DskipTests -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM eclipse-temurin:25-jre
WORKDIR /caravan
# libraries change seldom, Caravan's own jar with each version: layers of their own
COPY --from=build /build/target/libraries libraries
COPY --from=build /build/target/caravan.jar .
COPY routes routes
# an empty volume at /caravan/data takes this folder's owner
RUN mkdir data lib && chown 10001:10001 data
USER 10001:10001
EXPOSE 8080 9876
# Half of the container's memory for the heap: threads, buffers and SQLite take theirs beside it.
# Java 25 would begin each log with four lines about a call that Netty makes.
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "caravan.jar"]
