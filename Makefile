# make run: from a fresh clone to a page with data. make test: everything that holds it together.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

ifdef PORT
export LANTOA_PORT := $(PORT)
endif
ifdef DATA
export LANTOA_DATA := $(DATA)
endif
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: run test test-slow lint elastic pictures lock clean

run: $(VENV)/installed
	@exec $(BIN)/lantoa demo

test: $(VENV)/installed-dev lint
	$(PYTEST) -m "not slow"

test-slow: $(VENV)/installed-dev
	$(PYTEST) -m slow

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# a real Elasticsearch on port 9200, without Docker; needs Java and Maven
elastic: $(VENV)/installed-dev
	@exec $(BIN)/python -m tests.support.elasticsearch

# the pictures of docs/huong-dan.md, from a demonstration
pictures: $(VENV)/installed-dev
	@exec $(BIN)/python -m tests.support.guide_pictures

# pins every dependency with its hashes, for every Python from 3.11 on
lock: $(VENV)/installed-dev
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python >= 3.11 is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
