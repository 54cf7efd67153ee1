# demo · test · check · bench: each sets up what it needs, from Python ≥ 3.11 and make alone.
PYTHON ?= python3
VENV   ?= .venv
SERVE  ?= 1
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test check bench reference lock clean
help:  ## Say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.installed  ## Real data to site and report, then serve on http://127.0.0.1:8000 (SERVE=0: stop before)
	@$(BIN)/tandem demo $(if $(filter 0,$(SERVE)),--no-serve)

test: $(VENV)/.installed-dev browser  ## Everything that must hold, on a real PostgreSQL and a real Chromium
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

check: $(VENV)/.installed-dev  ## The fast loop, about two minutes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint src --check --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tools.checks
	$(BIN)/python -m tools.audit
	$(BIN)/pytest -q -n 2 --dist loadgroup -m "not browser and not slow" --hypothesis-profile fast $(ARGS)

bench: $(VENV)/.installed-dev browser  ## Every claim of speed, each against its peer and its limit in the same run
	$(BIN)/python -m benchmarks

reference: $(VENV)/.installed-dev  ## Make the shipped tables anew from ../shared/data
	$(BIN)/python -m tools.build_reference

lock: $(VENV)/.installed-dev  ## Resolve the dependencies anew
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --upgrade \
		pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --upgrade \
		pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:  ## Forget the virtual environment and the local data
	rm -rf $(VENV) .tandem

.PHONY: browser
browser: $(VENV)/.installed-dev
	@$(BIN)/python -m tools.browser

# Locked with hashes, then the project itself, which needs nothing more.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tandem a besoin de Python ≥ 3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installation des dépendances verrouillées dans $(VENV)…"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
