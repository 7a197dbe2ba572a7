VENV   ?= .venv
PROMPT ?= Say hello to a newcomer.
LIVE   ?=
FRESH  ?=
FULL   ?=
SECONDS ?=
PYTHONS ?=
TESTS  ?=
ONLY   ?=
# The value as typed: `$` in a prompt is not a reference to a variable.
override PROMPT := $(value PROMPT)
export PROMPT

# On Windows, the recipes need the shell and the tools of Git for Windows on PATH.
ifeq ($(OS),Windows_NT)
SHELL  := sh.exe
PYTHON ?= python
BIN    := $(VENV)/Scripts
EXE    := .exe
else
PYTHON ?= python3
BIN    := $(VENV)/bin
EXE    :=
endif
# More jobs than processors, because tests of the real runtime spend half of their time waiting for it.
JOBS   ?= $(shell $(PYTHON) -c "import os; print(max(2, (os.cpu_count() or 1) * 2))")

CORE := $(VENV)/.core-installed
DEV  := $(VENV)/.dev-installed

# The schema source of `make generate`. Without one, schema/ stays as it is. `=` ignores variables of the environment.
RUNTIME   =
CODEX_BIN =
SCHEMA    =
SOURCE    = $(if $(RUNTIME),generate --runtime "$(RUNTIME)",$(if $(CODEX_BIN),generate --codex-bin \
	"$(CODEX_BIN)",$(if $(SCHEMA),generate --schema "$(SCHEMA)")))

.PHONY: help demo unit test test-extended test-failed test-pythons coverage fuzz check generate history compat bench soak durable mutants \
	format clean

help:  ## List targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python$(EXE):
	$(PYTHON) -m venv $(VENV)

$(CORE): $(BIN)/python$(EXE) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): $(BIN)/python$(EXE) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(CORE)

demo: $(CORE)  ## Stream one turn offline (PROMPT="..."; LIVE=1 uses your login)
	$(BIN)/python examples/demo.py $(if $(LIVE),--live) "$$PROMPT"

unit: $(DEV)  ## Run the tests that need no runtime
	$(BIN)/python -m pytest -n $(JOBS) -m "not runtime" $(or $(TESTS),tests/unit)

test: $(DEV)  ## Run the test suite against the real runtime (TESTS=tests/unit runs a part)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not extended" $(TESTS)

test-extended: $(DEV)  ## Run the rest: each case with the other client, and the development tools
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m extended $(TESTS)

test-failed: $(DEV)  ## Run the tests that failed in the last run again, one at a time
	$(BIN)/python -m pytest -n 0 --last-failed --last-failed-no-failures none

test-pythons: $(DEV)  ## Test the wheel on each Python of this machine (PYTHONS="3.10 3.13" selects some)
	$(BIN)/python scripts/test_pythons.py $(PYTHONS)

coverage: $(DEV)  ## Report line and branch coverage of the tests (TESTS=tests/unit runs a part)
	$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report=term:skip-covered --cov-report=html \
		$(or $(TESTS),tests --ignore=tests/performance --ignore=tests/soak)

fuzz: $(DEV)  ## Fuzz the protocol and the generator (SECONDS=600)
	PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(or $(SECONDS),600)

check: $(DEV)  ## Check generated code, formatting, lint, wording, docstrings, imports and types
	$(BIN)/python -m codex_codegen --check
	$(BIN)/python scripts/async_to_sync.py --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/check_wording.py
	$(BIN)/python scripts/check_docstrings.py
	$(BIN)/python scripts/check_size.py
	$(BIN)/python scripts/check_imports.py
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python$(EXE)

generate: $(DEV)  ## Regenerate generated/ and src/openai_codex/_sync/ (RUNTIME=, CODEX_BIN= or SCHEMA= updates the schema first)
	$(BIN)/python -m codex_codegen $(SOURCE)
	$(BIN)/python scripts/async_to_sync.py

history: $(DEV)  ## Update schema/history.json from published runtimes
	$(BIN)/python -m codex_codegen history

compat: $(DEV)  ## Test against all published runtimes; update docs/compatibility.md (FRESH=1 starts again)
	PYTHONPATH=tests $(BIN)/python -m compat $(if $(FRESH),--fresh)

bench: $(DEV)  ## Benchmark against the official SDK; update docs/performance.md (FULL=1 adds the longest runs)
	$(BIN)/python -m benchmarks $(if $(FULL),--full)

soak: $(DEV)  ## Run the soak test (SECONDS=1800); update docs/reliability.md
	INTERRUPT_STRIDE=1 INTERRUPT_COUNT=10000 INTERRUPT_SECONDS=60 $(BIN)/pytest -q -n 0 tests/unit/interrupts
	RECONNECTS=200 $(BIN)/pytest -q -n 0 tests/integration/remote/test_reconnect_leaks.py
	POOL_TURNS=200 $(BIN)/pytest -q -n 0 tests/integration/pool -k killed
	PYTHONPATH=tests MALLOC_ARENA_MAX=1 $(BIN)/python -m soak --seconds $(or $(SECONDS),1800) --write

durable: $(DEV)  ## Run the long tests of durable turns: 500 turns, kills, restarts, 100,000 jobs (TESTS=...)
	$(BIN)/pytest -n 0 -s -m durable_soak $(or $(TESTS),tests/integration/durable)

mutants: $(DEV)  ## Run mutation testing on a sample (FULL=1: all mutants; ONLY=MODULE, SAMPLE=1, TESTS=tests/unit/tools: a part)
	PYTHONPATH=tests $(BIN)/python -m mutants $(if $(FULL),--full) $(if $(SAMPLE),--sample) $(addprefix --only ,$(ONLY)) $(addprefix --tests ,$(TESTS))

format: $(DEV)  ## Format the code and apply lint fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove the environments, builds and caches
	rm -rf $(VENV) .bench dist build .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
