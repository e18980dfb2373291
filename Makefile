# Every target works in .venv, which `make install` makes in this checkout from pyproject.toml.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: help compare check-duplicates install test lint types docs bench check

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

install: $(STAMP) ## Make .venv with newscompare and what its checks need

compare: $(STAMP) ## Print the reports of the events in fixtures/
	@$(BIN)/newscompare report fixtures/articles fixtures/pages

check-duplicates: $(STAMP) ## Check that fixtures/ holds no copies but those that are meant
	@$(BIN)/newscompare check fixtures/articles fixtures/pages --allow revision,syndicated

test: $(STAMP) ## Run the tests, with coverage
	@$(BIN)/python -m pytest --numprocesses=auto --cov --cov-report=term

lint: $(STAMP) ## Check style (ruff) and layers (import-linter)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(STAMP) ## Check types (mypy, strict)
	@$(BIN)/mypy

docs: $(STAMP) ## Run the README's commands and write what they print into it
	@$(BIN)/python -m docs

bench: $(STAMP) ## Measure speed and quality (by hand; never part of the tests)
	@$(BIN)/python benchmarks/speed.py

check: lint types test ## All that the gate checks
