MAVEN ?= mvn -B -q
JAR := target/caravan.jar
SOURCES := $(shell find src/main routes/kamelets -type f) pom.xml application.properties

.PHONY: help run test test-oldest check format chaos bench

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: $(JAR) ## build what is missing and start on 127.0.0.1:8080, with SQLite in ./data and the sandbox
	exec java -jar $(JAR) run

test: ## run every test but the long suites
	mvn -B test

check: ## formatter, warnings as errors, and every test but the long suites
	mvn -B verify

format: ## format the sources
	$(MAVEN) spotless:apply

test-oldest: ## run what meets the database on the oldest PostgreSQL that is supported
	mvn -B test-compile surefire:test@postgres -Dpostgres.binaries.version=14.10.0

chaos: ## run the long suites: nodes and databases killed, stopped, cut off; faults at the third parties
	mvn -B test-compile surefire:test@default-test -Dsurefire.groups.excluded=none -Dgroups=chaos

bench: $(JAR) ## measure the start: time to the first accepted event, memory when idle
	sh bench/start.sh

$(JAR): $(SOURCES)
	$(MAVEN) -DskipTests package
	@touch $(JAR)
