MAVEN ?= mvn -B -q
JAR := target/caravan.jar
SOURCES := $(shell find src/main routes/kamelets -type f) pom.xml application.properties

.PHONY: help run test check format chaos bench

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: $(JAR) ## build what is missing and start on 127.0.0.1:8080, with SQLite in ./data and the sandbox
	exec java -jar $(JAR) run

test: ## run every test but the long suites
	mvn -B test

check: ## formatter, warnings as errors, and every test but the long suites
	mvn -B verify

format: ## format the sources
	$(MAVEN) spotless:apply

chaos: ## run the long suites: processes killed at random moments, faults at the third parties
	mvn -B test -Dsurefire.groups.excluded= -Dgroups=chaos

bench: $(JAR) ## measure the start: time to the first accepted event, memory when idle
	sh bench/start.sh

$(JAR): $(SOURCES)
	$(MAVEN) -DskipTests package
	@touch $(JAR)
