# make install | demo | test | test-fast | test-lowest | lint | format | docs | sbom | lock | tour | bench | truth
# the folders that are installed inside `signpost`
PACKAGES := answers connectors dashboard metrics pipelines presentation sample_data warehouse workspace
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# Python compiles what it imports; most of what is installed never is. The locked pip takes half as
# long as the one Python 3.11 brings, which does where it cannot be had; it says more than it should of
# an editable install.
PIP    := -m pip install --quiet --disable-pip-version-check --no-compile
# ... and keeps what it compiled, else every start would compile all anew
export PYTHONDONTWRITEBYTECODE =
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = 1

.PHONY: install install-test install-packages install-spark demo test test-fast test-lowest lint format docs sbom lock bench truth tour clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements-pip.lock requirements-build.lock requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Signpost needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	-$(BIN)/python $(PIP) --require-hashes -r requirements-pip.lock
	$(BIN)/python $(PIP) --require-hashes -r requirements-build.lock -r requirements.lock
	$(BIN)/python $(PIP) --quiet --no-deps --no-build-isolation -e .
	touch $@

# what the tests import; with a browser where tests drive one
install-packages: $(VENV)/.installed-packages

$(VENV)/.installed-packages: requirements-test.lock $(VENV)/.installed
	$(BIN)/python $(PIP) --require-hashes -r requirements-test.lock
	touch $@

install-test: $(VENV)/.installed-test

$(VENV)/.installed-test: $(VENV)/.installed-packages
	sh tests/browser/install_chromium.sh
	sh tests/deploy/install_nginx.sh
	sh tests/connectors/install_postgres.sh || [ $$? -eq 3 ]
	touch $@

# Spark comes into the same environment; its lock agrees with the other two. No Java, no Spark tests.
install-spark: $(VENV)/.installed-spark

$(VENV)/.installed-spark: requirements-spark.lock $(VENV)/.installed-test
	if sh tests/warehouse/install_java.sh; then \
		$(BIN)/python $(PIP) --require-hashes -r requirements-spark.lock; \
	elif [ $$? -ne 3 ]; then exit 1; fi
	touch $@

demo: install
	$(BIN)/signpost demo

# four at once on two cores: browsers and Spark wait part of their time
test: install-spark
	$(BIN)/python -m pytest -n 4 --dist loadgroup

# what needs no browser, no server, no Spark and no minute: see the marks in pyproject.toml
FAST := not browser and not server and not slow and not spark

test-fast: install-packages
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "$(FAST)"

# the lowest version that pyproject.toml allows of every direct dependency, in an environment of its own
LOWEST := $(VENV)-lowest

$(LOWEST)/.installed: requirements-pip.lock requirements-lowest.lock pyproject.toml
	$(PYTHON) -m venv $(LOWEST)
	-$(LOWEST)/bin/python $(PIP) --require-hashes -r requirements-pip.lock
	$(LOWEST)/bin/python $(PIP) --require-hashes -r requirements-lowest.lock
	$(LOWEST)/bin/python $(PIP) --quiet --no-deps --no-build-isolation -e .
	touch $@

test-lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest -n 2 --dist loadgroup -m "not browser and not spark" --junitxml=$(LOWEST)/found.xml
	$(LOWEST)/bin/python -m benchmarks.written --lowest $(LOWEST)/found.xml

bench: install-test
	$(BIN)/python -m benchmarks

lint: install-packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	mkdir -p .mypy_links/signpost
	for part in signpost/*.py signpost/api signpost/cli $(PACKAGES); do ln -sfn ../../$$part .mypy_links/signpost/; done
	$(BIN)/mypy

format: install-packages
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# the documentation as a site, in site/; its builder lives in an environment of its own
DOCS := $(VENV)-docs

$(DOCS)/.installed: requirements-pip.lock requirements-docs.lock
	$(PYTHON) -m venv $(DOCS)
	-$(DOCS)/bin/python $(PIP) --require-hashes -r requirements-pip.lock
	$(DOCS)/bin/python $(PIP) --require-hashes -r requirements-docs.lock
	touch $@

docs: $(DOCS)/.installed
	$(DOCS)/bin/zensical build --strict -f mkdocs.yml

# the bill of materials of what runs; its writer lives in an environment of its own
SBOM := $(VENV)-sbom

$(SBOM)/.installed: requirements-sbom.lock
	$(PYTHON) -m venv $(SBOM)
	$(SBOM)/bin/python $(PIP) --require-hashes -r requirements-sbom.lock
	touch $@

sbom: $(SBOM)/.installed
	mkdir -p build
	$(SBOM)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o build/sbom.cdx.json requirements.lock 2>/dev/null

# needs uv; the lock names no host. requirements-pip.lock and -build.lock are changed by hand (`pip hash`).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra app pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra app --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra app --extra spark -c requirements.lock pyproject.toml -o requirements-spark.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group docs -c requirements-test.lock -o requirements-docs.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group sbom -o requirements-sbom.lock
	uv pip compile --universal --python-version 3.11 --resolution lowest-direct --generate-hashes --no-header --no-annotate --extra app --extra test pyproject.toml -o requirements-lowest.lock

tour: install-test
	$(BIN)/python -m tests.browser.tour

truth: install
	$(BIN)/python -m benchmarks.truth

clean:
	rm -rf $(VENV) $(LOWEST) $(DOCS) $(SBOM) site build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache
