# make install | demo | test | lint | lock | tour | bench
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = 1

.PHONY: install install-test demo test lint format lock bench truth tour clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Signpost needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

install-test: $(VENV)/.installed-test

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	sh tests/browser/install_chromium.sh
	touch $@

demo: install
	$(BIN)/signpost demo

test: install-test
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# needs uv; the lock names no host
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra spark -c requirements.lock pyproject.toml -o requirements-spark.lock

tour: install-test
	$(BIN)/python -m tests.browser.tour

truth: install
	$(BIN)/python -m benchmarks.truth

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache
