# Two commands do everything: `make site` and `make test`. Needs python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Programs that tests run; installed before, one after the other, for a system installs one at a time.
NEEDED := browser java postgres waline scorm

.PHONY: site serve test check rooms coverage lint types unit tests bench golden clean
.DEFAULT_GOAL := site

site: $(VENV)/installed ## build this repository's own course site
	$(BIN)/curate build
	@echo "Open site/index.html in a browser, or run: make serve"

serve: $(VENV)/installed ## build the site and show it on this machine
	$(BIN)/curate serve

test: lint $(NEEDED) ## everything that CI checks; types are looked at while tests run
	@$(MAKE) --no-print-directory --jobs 2 types tests

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

check: lint ## what to run before a commit: lint, types, the tests of single rooms; about a minute
	@$(MAKE) --no-print-directory --jobs 2 types rooms

# Compiled tests are kept, whatever the environment says: else each process compiles all of them anew.
rooms: export PYTHONDONTWRITEBYTECODE :=
rooms: $(VENV)/installed-dev
	$(BIN)/pytest -q -n 2 --dist worksteal tests/unit

unit: $(NEEDED) tests

tests: $(VENV)/installed-dev
	$(BIN)/pytest -n 2 --dist loadfile

coverage: $(VENV)/installed-dev browser ## branch coverage of each room; fails below 85 %
	$(BIN)/pytest -q -n 2 --dist worksteal --cov --cov-report=json tests/unit tests/integration
	$(BIN)/python tests/support/rooms.py coverage.json

bench: $(VENV)/installed-dev ## quality on DATA (default ../shared/data), then speed beside the peers
	$(BIN)/python -m benchmarks.quality --data $(or $(DATA),../shared/data)
	$(BIN)/python -m benchmarks.speed --data $(or $(DATA),../shared/data)

# --- documentation and releases --------------------------------------------------------------------

.PHONY: docs dist release audit
RELEASE := $(VENV)/release

docs: $(VENV)/installed ## build the documentation as a site of its own, in dist/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet --config-file docs/build/mkdocs.yml
	@echo "Open dist/docs/index.html in a browser"

dist: $(VENV)/installed-dev ## the wheel and the source, in dist/
	rm -f dist/curator_mooc-*
	$(BIN)/python -m hatchling build --directory dist

release: dist ## dist, and what comes with the wheel (dist/sbom.json), and under which licences (dist/licences.md)
	$(BIN)/python -m venv --clear --without-pip $(RELEASE)
	$(BIN)/python -m pip --python $(RELEASE) install --quiet --disable-pip-version-check \
	  --constraint constraints.txt dist/curator_mooc-*.whl
	$(BIN)/python -m cyclonedx_py environment --output-reproducible --no-validate \
	  --output-file dist/sbom.json $(RELEASE)/bin/python
	$(BIN)/python -m piplicenses --python $(RELEASE)/bin/python --from mixed --with-urls --format markdown \
	  --output-file dist/licences.md

audit: $(VENV)/installed-dev ## ask the public database for known weaknesses of what constraints.txt names
	$(BIN)/python -m pip_audit --requirement constraints.txt --no-deps --disable-pip

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "curator needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv && $(PYTHON) -m venv $(VENV); \
	  else echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; fi; }

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@# Nothing imports these: Python 3.11's venv brings the one; the other downloads models, and no model is downloaded.
	@$(BIN)/pip uninstall --quiet --yes setuptools hf-xet 2>/dev/null || true
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: browser
browser: # the tests drive a real Chromium
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Chromium"; apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null; \
	  else echo "the tests need Chromium: as root, apt-get install chromium chromium-driver"; exit 1; fi; }

.PHONY: java
java: # epubcheck, which judges our books, runs on it; where it cannot be had, those tests say so and are skipped
	@command -v java >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing a Java runtime"; apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null || true; \
	  else echo "no Java: as root, apt-get install default-jre-headless; the tests of EPUB are skipped"; fi; }

.PHONY: postgres
postgres: # a store for several machines is tried with a real server; where it cannot be had, those tests are skipped
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Postgres"; apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null || true; \
	  else echo "no Postgres: as root, apt-get install postgresql; the tests of its store are skipped"; fi; }

.PHONY: waline
waline: $(VENV)/installed-dev # and write into a real Waline; where it cannot be had, that test is skipped
	@$(BIN)/python tests/browser/waline_install.py || true

.PHONY: scorm
scorm: $(VENV)/installed-dev # and play a SCORM package in scorm-again; where it cannot be had, that test is skipped
	@$(BIN)/python tests/browser/scorm_install.py || true

clean: ## remove what can be made anew; never a word that a person wrote
	rm -rf $(VENV) .curator site dist
