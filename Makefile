# Everything here sets up what it needs by itself: a .venv in the project, nothing global.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.installed-bench
# Real data for benches, where it lies beside the project; another folder with CORPORA=…
CORPORA ?= ../shared/corpora

.PHONY: demo run test check bench bench-extract fuzz screenshots lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "headwater needs Python 3.11 or later; set PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Installing dependencies (pinned with hashes)…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $(STAMP)

$(BENCH_STAMP): $(STAMP) requirements-bench.lock
	@echo "Installing what the bench measures beside us (pinned with hashes)…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock
	@touch $(BENCH_STAMP)

demo: $(STAMP) ## Aggregate the demo world and show it on http://127.0.0.1:8080
	@$(BIN)/headwater demo --port $(PORT)

run: $(STAMP) ## headwater run: the real world
	@$(BIN)/headwater run

test: $(STAMP) ## All tests
	@$(BIN)/python -m pytest -n auto

check: $(STAMP) ## Style, types, architecture
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/ruff check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(STAMP) ## Speed and quality of each stage beside its peers (set CORPORA to real data for more)
	@$(BIN)/python -m bench

bench-extract: $(BENCH_STAMP) ## Extraction beside trafilatura, readability-lxml, resiliparse, newspaper4k in one run
	@$(BIN)/python bench/extract.py $(CORPORA)/pages
	@$(BIN)/python bench/golden_pages.py --languages $(CORPORA)/stories/ntrex-dev.ndjson.gz
	@$(BIN)/python bench/extract_hosts.py

fuzz: $(BENCH_STAMP) ## Throw broken pages at the reader for five minutes
	@$(BIN)/python bench/fuzz_extract.py --seconds 300

screenshots: $(STAMP) ## Pictures of the demo's site into docs/pictures (needs Chromium)
	@$(BIN)/python bench/demo_screenshots.py docs/pictures

lock: ## Write requirements.lock and requirements-bench.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --extra bench --constraint requirements.lock pyproject.toml -o requirements-bench.lock

clean: ## Remove what make made
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache
