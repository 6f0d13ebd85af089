# Two verbs to begin with: `make demo` and `make test`. `make check` is what to run before a commit.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test check format lock clean browser

demo: .venv/installed
	$(BIN)/detente demo

test: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

check: format test

format: .venv/installed-test
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

.venv/installed: requirements.lock pyproject.toml scripts/install
	PYTHON=$(PYTHON) scripts/install requirements.lock
	touch $@

.venv/installed-test: .venv/installed requirements-test.lock
	PYTHON=$(PYTHON) scripts/install requirements-test.lock
	touch $@

# Fetches Chromium for the browser tests, which are skipped without it (needs npm).
browser:
	scripts/browser

# Renews the locks from pyproject.toml (needs uv).
lock:
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --group test -c requirements.lock -o requirements-test.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
