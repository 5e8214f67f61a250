# One word per job; .ci/run and people use the same words.
# Another interpreter: make setup PYTHON=/path/to/python3.12
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
BENCH := .venv-bench

.PHONY: help setup run test browser stress fuzz check format bench lock clean

help: ## what each word does (this text)
	@echo "hoso: make <word>"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1	/p' Makefile

setup: $(BIN)/hoso ## everything into .venv, exact versions; leaves .venv/bin/hoso

run: setup ## set up, then the founding case in a browser: API, pages and worker
	$(BIN)/hoso demo --data data/founding-case

# In three processes: half of the time they wait for others that they started. Which files come
# first, and which stay together, tests/conftest.py says.
test: setup check browser ## set up, check, then every test
	$(BIN)/python -m pytest -n 3 --dist loadfile

browser: ## a Chromium for the tests of the pages, where one may be installed
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing chromium, which the tests of the pages drive." >&2; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	  else \
	    echo "There is no chromium: the tests of the pages will fail." >&2; \
	    echo "Install it, then try again: sudo apt-get install chromium" >&2; \
	  fi; }

# STRESS= how many times as long as in the suite.
STRESS ?= 20
stress: setup ## writers, readers, kill -9 and PostgreSQL's death, for a quarter of an hour
	STRESS=$(STRESS) $(BIN)/python -m pytest tests/adapters/test_concurrency.py \
	  tests/adapters/test_crashes.py tests/acceptance/test_kill.py tests/acceptance/test_races.py

# FUZZ= how many requests of each operation, by each role; 25 take some minutes.
FUZZ ?= 25
fuzz: setup ## whatever the interface may be asked, by chance, as each role
	FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/adapters/test_schemathesis.py

check: setup ## what can be said without running it: format, lint, types, layers
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup ## put the source into its one format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# ROUNDS= rounds, SECONDS= of each run, ONLY= word in an area's name, FORM=--long or --short.
bench: setup $(BENCH)/peers ## measure against others; writes benchmarks/results.json and README.md
	$(BENCH)/bin/python -m benchmarks $(FORM) $(if $(ROUNDS),--rounds $(ROUNDS)) \
	  $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ONLY),--only "$(ONLY)")

# Keeps what is locked where it still fits; `make lock UPGRADE=--upgrade` moves on.
# No index is written down: the lock holds wherever the packages come from.
UPGRADE ?=
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet \
  --universal --python-version 3.11 --generate-hashes --no-annotate \
  --no-emit-index-url --no-emit-find-links --no-emit-build-options $(UPGRADE)

lock: setup ## write requirements*.txt anew from pyproject.toml
	$(COMPILE) --group dev --output-file requirements-dev.txt
	$(COMPILE) --constraints requirements-dev.txt --output-file requirements.txt
	$(MAKE) setup

clean: ## remove the environment and every cache; no data
	rm -rf .venv $(BENCH) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find domain projections adapters benchmarks tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Scripts and the editable install name the checkout: one that was moved or copied starts anew.
ifneq ($(shell cat .venv/checkout 2>/dev/null),$(CURDIR))
.PHONY: .venv/checkout
endif

.venv/checkout:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "hoso needs Python 3.11 or later; \"$(PYTHON)\" is older or missing." >&2; \
	  echo "Install one (Debian 12 or later: sudo apt-get install python3)," >&2; \
	  echo "or name one: make setup PYTHON=/path/to/python3" >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  package=$$($(PYTHON) -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing $$package, which makes environments." >&2; \
	    apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "$$package"; \
	  else \
	    echo "$(PYTHON) cannot make environments: a package of the system is missing." >&2; \
	    echo "Install it, then try again: sudo apt-get install $$package" >&2; \
	    exit 1; \
	  fi; }
	$(PYTHON) -m venv --clear .venv
	@printf '%s\n' "$(CURDIR)" > $@

# pip and not uv: pip alone follows whatever index, proxy and certificates its user has set.
PIP = $(BIN)/python -m pip --disable-pip-version-check

.venv/packages: .venv/checkout requirements-dev.txt
	$(PIP) install --quiet --require-hashes --only-binary :all: --requirement requirements-dev.txt
	@touch $@

$(BIN)/hoso: .venv/packages pyproject.toml
	$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

# The benchmarks run where the peers are: the product's locked packages, and beside them theirs.
BENCH_PIP = $(BENCH)/bin/python -m pip --disable-pip-version-check install --quiet

$(BENCH)/packages: .venv/checkout requirements.txt
	$(BIN)/python -m venv --clear $(BENCH)
	$(BENCH_PIP) --require-hashes --only-binary :all: --requirement requirements.txt
	@touch $@

$(BENCH)/peers: $(BENCH)/packages benchmarks/requirements.txt
	@$(BENCH_PIP) --requirement benchmarks/requirements.txt || \
	  grep -v '^#' benchmarks/requirements.txt | while read -r peer; do \
	    $(BENCH_PIP) "$$peer" || echo "not measured, for it cannot be had: $$peer" >&2; \
	  done
	@touch $@
