MAVEN ?= mvn -B -q
JAR := target/caravan.jar
BENCH := bench/target/caravan-bench.jar
SOURCES := $(shell find src/main routes/kamelets -type f) pom.xml application.properties

BENCH_SOURCES := $(shell find bench/src -type f) bench/pom.xml

.PHONY: help run hawtio rabbitmq chromium test test-oldest check format chaos bench bench-growth bench-soak k8s image

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 14

run: $(JAR) ## build what is missing and start on 127.0.0.1:8080, with SQLite in ./data and the sandbox
	exec java -jar $(JAR) run

hawtio: ## open a Hawtio on 127.0.0.1:8888 that looks at a Caravan on this machine
	$(MAVEN) -f hawtio/pom.xml package
	exec java -cp 'hawtio/target/lib/*' hawtio/Hawtio.java hawtio/target/hawtio.war 8888

test: rabbitmq chromium ## run every test but the long suites
	mvn -B test

# Debian's package; its own broker is not started (the tests start a private one)
rabbitmq:
	@test -x /usr/lib/rabbitmq/bin/rabbitmq-server || test -n "$$CARAVAN_TEST_RABBITMQ_URI" || test "$$(id -u)" != 0 \
	  || ! command -v apt-get >/dev/null || sh src/test/rabbitmq.sh

# Debian's package, for the tests of the console
chromium:
	@command -v chromium >/dev/null || test -n "$$CARAVAN_TEST_CHROMIUM" || test "$$(id -u)" != 0 \
	  || ! command -v apt-get >/dev/null || sh src/test/chromium.sh

check: rabbitmq chromium ## formatter, warnings as errors, and every test but the long suites
	mvn -B verify

format: ## format the sources
	$(MAVEN) spotless:apply

test-oldest: ## run what meets the database on the oldest PostgreSQL that is supported
	mvn -B test-compile surefire:test@postgres -Dpostgres.binaries.version=14.10.0

chaos: rabbitmq ## run the long suites: nodes and databases killed, stopped, cut off; faults at the third parties
	mvn -B test-compile surefire:test@default-test -Dsurefire.groups.excluded=none -Dgroups=chaos

bench: $(JAR) $(BENCH) ## measure Caravan beside other systems, and its start
	java -jar $(BENCH) diamond
	java -jar $(BENCH) gathering
	java -jar $(BENCH) ways
	sh bench/start.sh

bench-growth: $(JAR) $(BENCH) ## measure it beside a million sleeping flows
	java -jar $(BENCH) growth

bench-soak: $(JAR) $(BENCH) ## measure it under half an hour of load
	java -jar $(BENCH) soak

k8s: ## render k8s/ with kubectl into target/k8s, one file for each overlay and for the monitoring
	@command -v kubectl >/dev/null || { echo "make k8s: there is no kubectl here; install one of version 1.24 or newer" >&2; exit 1; }
	@mkdir -p target/k8s
	@for overlay in k8s/overlays/* k8s/monitoring; do kubectl kustomize $$overlay > target/k8s/$$(basename $$overlay).yaml || exit 1; done
	@ls target/k8s/*.yaml

image: ## build the container image
	docker build -t caravan:0.1.0-SNAPSHOT .

$(JAR): $(SOURCES)
	$(MAVEN) -DskipTests package
	@touch $(JAR)

$(BENCH): $(BENCH_SOURCES)
	$(MAVEN) -f bench/pom.xml package
	@touch $(BENCH)
