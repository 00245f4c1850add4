# make install   set up .venv with the command sim and what maps and saved pages need: source .venv/bin/activate
# make report    set up everything from nothing and run the main job (RUNS=1000 SCENARIO=toy_corridor ARGS="evidence=seed")
# make test      set up everything from nothing and run the tests (in WORKERS=2 processes; one for TESTS="tests/app -k folder")
# make lint      format, lint and types
# make documents  measure again and rewrite what the documents hold of numbers, tables and pictures (minutes)
# make pictures   only the README's picture and terminal lines
# make clean     remove what can be made again (outputs/ but not its README, caches, the environment)
# Another interpreter: make report PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
SCENARIO ?=
RUNS ?=
ARGS ?=
TESTS ?=
WORKERS ?= 2

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUN_READY := $(VENV)/.ready-run
INSTALL_READY := $(VENV)/.ready-install
TEST_READY := $(VENV)/.ready-test
QUIET := -qq --disable-pip-version-check --no-input --no-deps
PIP := $(BIN)/python -m pip install $(QUIET) --require-hashes --only-binary :all: --no-compile

.PHONY: install report test lint documents pictures clean
.DEFAULT_GOAL := report

install: $(INSTALL_READY)
	@echo "source $(BIN)/activate makes sim a command in every folder; or call $(BIN)/sim by its path"

report: $(RUN_READY)
	@$(BIN)/python -m sim $(if $(SCENARIO),scenario=$(SCENARIO)) $(if $(RUNS),runs=$(RUNS)) $(ARGS)

test: $(TEST_READY)
	@$(BIN)/python -m pytest $(or $(TESTS),--numprocesses $(WORKERS) --dist loadfile)

lint: $(TEST_READY)
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

documents: $(RUN_READY)
	@$(BIN)/python -m tools.docs.parameters
	@$(BIN)/python -m tools.docs.record
	@$(BIN)/python -m tools.docs.pictures

pictures: $(RUN_READY)
	@$(BIN)/python -m tools.docs.pictures

clean:
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist $(VENV)
	@find outputs -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python %d.%d is too old; expected 3.11 or later: make PYTHON=python3.12" % sys.version_info[:2] or 0)'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# The checkout itself goes in as editable, built by the locked backend: no network, and no file of the checkout changes.
$(RUN_READY): $(VENV)/pyvenv.cfg requirements.lock requirements-build.lock pyproject.toml
	@echo "installing what the program needs (once)"
	@$(PIP) -r requirements.lock -r requirements-build.lock
	@$(BIN)/python -m pip install $(QUIET) --no-index --no-build-isolation --editable .
	@touch $@

$(INSTALL_READY): $(RUN_READY) requirements-extras.lock
	@echo "installing what maps, saved pages and PDF files need (once)"
	@$(PIP) -r requirements-extras.lock
	@touch $@

$(TEST_READY): $(RUN_READY) requirements-test.lock
	@echo "installing what the tests need (once)"
	@$(PIP) -r requirements-test.lock
	@touch $@
