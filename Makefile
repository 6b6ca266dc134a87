# Set-up needs Python 3.11 to 3.13, git and make; nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install install-dev demo up test drill lint format docs lock

.venv/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --require-hashes --compile-bytecode -r requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --require-hashes --compile-bytecode -r requirements-dev.lock
	touch $@

install: .venv/.installed
install-dev: .venv/.installed-dev

demo: install
	$(BIN)/rizoom demo

up: install
	$(BIN)/rizoom up

test: install-dev
	tests/prepare.sh
	$(BIN)/python -m pytest --numprocesses=auto --no-loadscope-reorder --durations=25 $(PYTEST)

# All the moments that the tests choose from; hours.
drill: install-dev
	RIZOOM_OEFENINGEN=alle $(BIN)/python -m pytest tests/drills --timeout=86400

lint: install-dev
	$(BIN)/pre-commit run --all-files

format: install-dev
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

docs: install-dev
	$(BIN)/mkdocs build --strict

lock: install-dev
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --frozen --no-dev --no-emit-project --no-header --format requirements-txt -o requirements.lock
	$(BIN)/uv export --quiet --frozen --only-group dev --no-emit-project --no-header --format requirements-txt -o requirements-dev.lock
