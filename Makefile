# Everything here sets up what it needs by itself: a .venv in the project, nothing global.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
STAMP := $(VENV)/.installed

.PHONY: demo run test check bench bench-extract screenshots lock clean
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

screenshots: $(STAMP) ## Pictures of the demo's site into docs/pictures (needs Chromium)
	@$(BIN)/python bench/demo_screenshots.py docs/pictures

lock: ## Write requirements.lock and requirements-bench.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --extra bench --constraint requirements.lock pyproject.toml -o requirements-bench.lock

clean: ## Remove what make made
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache
