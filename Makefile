# `make run` starts Daybook, `make test` tests it. CI calls the same targets.

CARGO ?= cargo
NPM ?= npm
TARGET := $(or $(CARGO_TARGET_DIR),target)
SHARED := $(or $(DAYBOOK_SHARED),../shared)
# More flags for `make run`, such as ARGS="--types my-types/".
ARGS ?=
LISTEN ?= 127.0.0.1:8080
DATA ?= ./data

FRONTEND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: tools run build demo test test-rust test-house test-frontend check fmt gen fault-injection crash full bench help

help:
	@echo 'make run      build and start Daybook on http://$(LISTEN) with its data in $(DATA)'
	@echo 'make demo     load a household to look around in into $(DATA), beside a running server or without one'
	@echo 'make test     test everything whose means are here'
	@echo 'make check    format, lints, documentation, types, generated files'
	@echo 'make fmt      format all sources'
	@echo 'make gen      write the generated files anew'
	@echo 'make fault-injection  break each promise on purpose and see the tests notice'
	@echo 'make crash    kill the server 1,000 times in the middle of writes'
	@echo 'make full     all long checks: licences, each feature alone, fuzzing, long random histories, crash'
	@echo 'make bench    measure the release build beside its floors (docs/benchmarks.md)'

run: frontend/dist/index.html
	@echo 'Building the server. The first time this takes several minutes, at times without a word.'
	$(CARGO) build --release --package daybook
	@echo 'Starting.'
	$(TARGET)/release/daybook serve --listen $(LISTEN) --data $(DATA) $(ARGS)

build: frontend/dist/index.html
	$(CARGO) build --package daybook

demo: frontend/dist/index.html
	$(CARGO) build --release --package daybook
	$(TARGET)/release/daybook demo load --data $(DATA)

# What is missing is said before anything is built.
tools:
	@missing() { echo "$$1 is missing: $$2" >&2; exit 1; }; \
	command -v $(CARGO) >/dev/null || missing '$(CARGO) (Rust 1.95 or newer)' 'get it from https://rustup.rs'; \
	command -v node >/dev/null || missing 'node (Node 20.19 or newer)' 'get it from https://nodejs.org'; \
	command -v $(NPM) >/dev/null || missing '$(NPM)' 'it comes with Node, https://nodejs.org'; \
	command -v cc >/dev/null || missing 'cc (a C compiler)' \
		'on Debian and Ubuntu apt install build-essential, on macOS xcode-select --install'; \
	node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2019 ? 1 : 0)' \
		|| missing "Node 20.19 or newer (this is $$(node --version))" 'get it from https://nodejs.org'

# The web app is embedded into the binary.
frontend/dist/index.html: $(FRONTEND_SOURCES) frontend/node_modules/.package-lock.json
	@echo 'Building the pages: about half a minute.'
	$(NPM) --prefix frontend run build
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json | tools
	@echo 'Fetching the packages of the pages from the npm registry: about a minute, the first time only.'
	$(NPM) --prefix frontend ci --no-audit --no-fund
	@touch $@

test: test-rust test-house test-frontend

test-rust: frontend/dist/index.html
	$(CARGO) test --workspace --exclude daybook-tests

# The real binary over HTTP and in a browser, the contract and the house rules.
test-house: build
	$(CARGO) test --package daybook-tests

test-frontend: frontend/node_modules/.package-lock.json
	$(NPM) --prefix frontend test

# The documentation is for those who work here, so it shows private items and may link to them.
check: frontend/dist/index.html
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --all-features -- -D warnings
	RUSTDOCFLAGS='-D warnings -A rustdoc::private-intra-doc-links' $(CARGO) doc --workspace --no-deps --document-private-items
	$(NPM) --prefix frontend run check
	@if command -v typos >/dev/null; then typos; \
	elif [ -n "$$DAYBOOK_NO_SKIP" ]; then echo 'typos is missing: `pipx install typos`' >&2; exit 1; \
	else echo 'spelling: skipped, because typos is missing (`pipx install typos`)'; fi
	$(CARGO) run --quiet --package daybook -- schema | diff -u api/schema.graphql - \
		|| { echo 'api/schema.graphql is not fresh: run `make gen` and commit it'; exit 1; }

fmt:
	$(CARGO) fmt --all

gen:
	$(CARGO) run --quiet --package daybook -- schema > api/schema.graphql.new
	mv api/schema.graphql.new api/schema.graphql
	$(NPM) --prefix frontend run gen

# Each promise that carries much is broken by a test-only switch; the suite must turn red.
fault-injection:
	CARGO="$(CARGO)" tests/fault-injection.sh

# The test of CI with more kills; DAYBOOK_CRASH_SEED repeats a run.
KILLS ?= 1000
crash: build
	DAYBOOK_CRASH_KILLS=$(KILLS) $(CARGO) test --package daybook-tests --test house crash::

# What takes too long for every change, or needs more tools: licences and sources of packages, packages that nothing
# uses, each feature alone, fuzzing, many kills, long random histories.
FUZZ_SECONDS ?= 60
full: frontend/dist/index.html
	$(CARGO) deny check licenses bans sources
	$(CARGO) machete
	$(CARGO) hack check --workspace --each-feature --no-dev-deps
	FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz.sh
	PROPTEST_CASES=2000 $(CARGO) test --workspace --exclude daybook-tests random
	$(MAKE) --no-print-directory crash

# Every figure stands beside its floor from the same run; the table is printed, and no figure fails the run.
bench: frontend/dist/index.html
	$(CARGO) build --release --package daybook --package daybook-bench
	$(TARGET)/release/bench
	$(TARGET)/release/live
