PYTHON ?= python3
VENV   ?= .venv
PROMPT ?= Say hello to a newcomer.
LIVE   ?=
FRESH  ?=
FULL   ?=
SECONDS ?=
# As it was typed: what make would expand in it belongs to the prompt.
override PROMPT := $(value PROMPT)
export PROMPT
# More than there are processors: tests of the real runtime wait for it half of their time.
JOBS   ?= $(shell $(PYTHON) -c "import os; print(max(2, (os.cpu_count() or 1) * 3 // 2))")

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

CORE := $(VENV)/.core-installed
DEV  := $(VENV)/.dev-installed

# Sources for `make generate`. Values of the environment are ignored.
RUNTIME   =
CODEX_BIN =
SCHEMA    =
SOURCE    = $(if $(RUNTIME),generate --runtime "$(RUNTIME)",$(if $(CODEX_BIN),generate --codex-bin \
	"$(CODEX_BIN)",$(if $(SCHEMA),generate --schema "$(SCHEMA)")))

.PHONY: help demo test fuzz check generate history compat bench soak format clean

help:  ## Show what can be done here
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(CORE): $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(CORE)

demo: $(CORE)  ## Stream one turn on the real runtime, offline; PROMPT="..." LIVE=1 uses your own login
	$(BIN)/python examples/demo.py $(if $(LIVE),--live) "$$PROMPT"

test: $(DEV)  ## Run the tests on the real runtime
	$(BIN)/python -m pytest -n $(JOBS)

fuzz: $(DEV)  ## Throw broken messages and hostile schemas at the client and the generator, for SECONDS=600
	PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(or $(SECONDS),600)

check: $(DEV)  ## Drift of generated code, formatting, lint and types
	$(BIN)/python -m codex_codegen --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

generate: $(DEV)  ## Regenerate generated/ (RUNTIME=, CODEX_BIN= or SCHEMA= updates the schema first)
	$(BIN)/python -m codex_codegen $(SOURCE)

history: $(DEV)  ## Update schema/history.json from published runtimes
	$(BIN)/python -m codex_codegen history

compat: $(DEV)  ## Run the client on every published runtime and write docs/compatibility.md; FRESH=1 starts anew
	PYTHONPATH=tests $(BIN)/python -m compat $(if $(FRESH),--fresh)

bench: $(DEV)  ## Measure this client beside the official one and write docs/performance.md; FULL=1 for the longest runs
	$(BIN)/python -m benchmarks $(if $(FULL),--full)

soak: $(DEV)  ## Use the client for SECONDS=1800 while all goes wrong that can; write docs/reliability.md
	PYTHONPATH=tests MALLOC_ARENA_MAX=1 $(BIN)/python -m soak --seconds $(or $(SECONDS),1800) --write

format: $(DEV)  ## Format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove the environment and the caches
	rm -rf $(VENV) .bench dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
