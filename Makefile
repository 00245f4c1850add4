# make install   set up .venv with the command sim and what maps and saved pages need: source .venv/bin/activate
# make report    set up everything from nothing and run the main job (RUNS=1000 SCENARIO=toy_corridor ARGS="evidence=seed")
# make test      set up everything from nothing and run the tests (in WORKERS=2 processes; one for TESTS="tests/app -k folder")
# make lint      format, lint and types
# make viewer    play a run in a browser of this machine (SCENARIO=toy_corridor); nothing is loaded from outside
# make site      the documents as a site in build/site, to be read without a network
# make documents  measure again and rewrite what the documents hold of numbers, tables and pictures (minutes)
# make torture   try what the program must survive and write docs/trust.md (FAST=1: under ten minutes; ROWS="R1 R32")
# make mutation  mutate law, evidence, claims and weights, and count what the tests notice (minutes)
# make audit     look the pinned versions up in a database of known vulnerabilities (needs the network)
# make lock      refresh every lock file and the constraints of make versions (needs uv and the network)
# make versions  a quick suite under the oldest and the newest allowed versions and the newest without pre-releases, each in its own environment
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
VIEWER_READY := $(VENV)/.ready-viewer
SITE_READY := $(VENV)/.ready-site
MUTATION_READY := $(VENV)/.ready-mutation
QUIET := -qq --disable-pip-version-check --no-input --no-deps
PIP := $(BIN)/python -m pip install $(QUIET) --require-hashes --only-binary :all: --no-compile

.PHONY: install report test lint viewer site documents torture mutation audit lock versions pictures clean
.DEFAULT_GOAL := report

install: $(INSTALL_READY)
	@echo "source $(BIN)/activate makes sim a command in every folder; or call $(BIN)/sim by its path"

report: $(RUN_READY)
	@$(BIN)/python -m sim $(if $(SCENARIO),scenario=$(SCENARIO)) $(if $(RUNS),runs=$(RUNS)) $(ARGS)

test: $(TEST_READY)
	@$(BIN)/python -m pytest $(or $(TESTS),--numprocesses $(WORKERS) --dist worksteal)

lint: $(TEST_READY)
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

viewer: $(VIEWER_READY)
	@$(BIN)/python -m sim view $(SCENARIO)

site: $(SITE_READY)
	@$(BIN)/python -m tools.docs.site

documents: $(RUN_READY)
	@$(BIN)/python -m tools.docs.parameters
	@$(BIN)/python -m tools.docs.record
	@$(BIN)/python -m tools.docs.pictures

pictures: $(RUN_READY)
	@$(BIN)/python -m tools.docs.pictures

torture: $(TEST_READY)
	@$(BIN)/python -m tools.torture $(ROWS) $(if $(FAST),--fast) --write

mutation: $(MUTATION_READY)
	@$(BIN)/python -m tools.torture.mutation $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(ROOMS),--rooms $(ROOMS))

# --strict: a pin that the database does not answer for is a failure too; every lock is looked up before the exit code says so
audit:
	@$(PYTHON) -m venv $(VENV)-audit
	@$(VENV)-audit/bin/python -m pip install $(QUIET) --require-hashes --only-binary :all: -r requirements-audit.lock
	@worst=0; for lock in requirements*.lock; do echo "$$lock"; $(VENV)-audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --requirement $$lock || worst=1; done; exit $$worst

COMPILE := uv pip compile --quiet --universal --no-header --generate-hashes --upgrade
LOCKED := --constraints requirements-test.lock
TESTED := $(addprefix --extra ,cluster excel explore geo scores texts test)

lock:
	@command -v uv >/dev/null || { echo "uv is not installed; expected it on PATH: pip install uv" >&2; exit 2; }
	@$(COMPILE) $(TESTED) pyproject.toml -o requirements-test.lock
	@$(COMPILE) $(LOCKED) pyproject.toml -o requirements.lock
	@$(COMPILE) $(LOCKED) --extra geo --extra texts pyproject.toml -o requirements-extras.lock
	@$(COMPILE) $(LOCKED) --extra viewer --only-binary :all: pyproject.toml -o requirements-viewer.lock
	@$(COMPILE) $(LOCKED) --extra site --only-binary :all: pyproject.toml -o requirements-site.lock
	@printf 'numba\nnumpy\n' | $(COMPILE) $(LOCKED) - -o requirements-law.lock
	@printf 'hatchling\neditables\n' | $(COMPILE) $(LOCKED) - -o requirements-build.lock
	@printf 'mutmut>=3.3,<4\ncoverage>=7.6\n' | $(COMPILE) $(LOCKED) --only-binary :all: - -o requirements-mutation.lock
	@printf 'pip-audit>=2.7,<3\n' | $(COMPILE) --only-binary :all: - -o requirements-audit.lock
	@$(PYTHON) -m tools.versions

versions: constraints/oldest.txt constraints/newest.txt constraints/released.txt
	@for which in $(VERSIONS); do \
	  echo "the $$which versions allowed"; $(PYTHON) -m venv $(VENV)-$$which || exit 1; \
	  $(VENV)-$$which/bin/python -m pip install -qq --disable-pip-version-check --only-binary :all: --no-binary $(SOURCE_ONLY) --constraint constraints/$$which.txt -r constraints/asked.txt || exit 1; \
	  SIM_CACHE_DIR=$(VENV)-$$which/cache $(VENV)-$$which/bin/python -m pytest -o filterwarnings=default $(VERSION_TESTS) || exit 1; \
	done

VERSIONS ?= oldest newest released
# pure Python without a wheel, which only the newest Hydra that is no pre-release needs
SOURCE_ONLY := antlr4-python3-runtime
# of every library a room that leans on it
VERSION_TESTS := tests/base tests/terrain tests/session tests/agents tests/app/report/test_report.py tests/app/drafting/test_report_texts.py tests/plots/reports/test_registry.py

clean:
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist $(VENV)
	@find outputs -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python %d.%d is too old; expected 3.11 or later: make PYTHON=python3.12" % sys.version_info[:2] or 0)'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# The checkout itself goes in as editable, built by the locked backend: no network, and no file of the checkout changes.
# The law is compiled while the rest is installed, which keeps one processor busy; if that fails, the first job compiles it.
$(RUN_READY): $(VENV)/pyvenv.cfg requirements-law.lock requirements.lock requirements-build.lock pyproject.toml
	@echo "installing what the program needs, and compiling the model meanwhile (once)"
	@$(PIP) -r requirements-law.lock
	@$(BIN)/python -m sim.ensemble.compilation >/dev/null 2>&1 & law=$$!; trap "kill $$law" INT TERM; \
	  $(PIP) -r requirements.lock -r requirements-build.lock && \
	  $(BIN)/python -m pip install $(QUIET) --no-index --no-build-isolation --editable .; \
	  installed=$$?; wait; exit $$installed
	@touch $@

$(INSTALL_READY): $(RUN_READY) requirements-extras.lock
	@echo "installing what maps, saved pages and PDF files need (once)"
	@$(PIP) -r requirements-extras.lock
	@touch $@

$(TEST_READY): $(RUN_READY) requirements-test.lock
	@echo "installing what the tests need (once)"
	@$(PIP) -r requirements-test.lock
	@touch $@

$(VIEWER_READY): $(RUN_READY) requirements-viewer.lock
	@echo "installing what the live view needs (once)"
	@$(PIP) -r requirements-viewer.lock
	@touch $@

$(SITE_READY): $(RUN_READY) requirements-site.lock
	@echo "installing what the site needs (once)"
	@$(PIP) -r requirements-site.lock
	@touch $@

$(MUTATION_READY): $(TEST_READY) requirements-mutation.lock
	@echo "installing what mutation testing needs (once)"
	@$(PIP) -r requirements-mutation.lock
	@touch $@
