# The verbs of HKPictures. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
DEMO_WEBUI_PORT ?= 7861
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

export PORT HOST DEMO_WEBUI_PORT

.PHONY: help run test check bench lighthouse chaos mutations install install-dev front-end screenshots messages lock clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: install ## set up what is missing, load the demo (first start), serve it
	@$(BIN)/python -m config.serve

test: install-dev ## run the whole suite on everything that can be reached
	@$(BIN)/python -m config.suite

check: install-dev ## lint, formats, import contracts, types, migrations, deployment check, translations
	@$(BIN)/python -m config.checks

bench: install-dev ## measure, and print one table of ratios (100,000 pictures: make bench ARGS=--full)
	@$(BIN)/python -m benchmarks $(ARGS)

lighthouse: install-dev ## have Lighthouse judge landing, topic and picture on a phone, five times each; needs npm
	@$(BIN)/python -m benchmarks.lighthouse

chaos: install-dev ## let workers and engines fail in every known way (minutes); writes reports/chaos.md
	@$(BIN)/python -m benchmarks.chaos

mutations: install-dev ## prove that each trap of the WebUI API has a test that notices its handling gone
	@$(BIN)/python -m sd_bridge.tests.mutations

screenshots: install-dev ## take the README's pictures and a sheet of every screen
	@$(BIN)/python -m tests.screenshots

lock: install-dev ## pin the newest releases that requirements/*.in allow
	@for name in base demo mysql vips c2pa dev node; do \
	  target=requirements-$$name.txt; [ $$name = base ] && target=requirements.txt; \
	  $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --quiet --upgrade requirements/$$name.in --output-file $$target || exit 1; \
	done

messages: install-dev ## collect translatable text (needs GNU gettext)
	@$(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --ignore=.venv --ignore=node_modules --ignore=var

clean: ## remove everything that was installed or made, demo content too
	rm -rf $(VENV) node_modules var static/build

# Set-up: each step runs again only when what it depends on has changed.

install: $(STAMPS)/base $(STAMPS)/front-end

install-dev: install $(STAMPS)/dev

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "HKPictures needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "Creating the virtual environment …"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS)
	@printf '%s\n%s\n' "$(CURDIR)" "$(CURDIR)/site" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/hkpictures.pth"
	@touch $@

$(STAMPS)/base: $(STAMPS)/venv requirements.txt requirements-demo.txt
	@echo "Installing Python packages …"
	@$(PIP) -r requirements.txt -r requirements-demo.txt
	@touch $@

$(STAMPS)/dev: $(STAMPS)/base requirements-dev.txt requirements-mysql.txt requirements-vips.txt requirements-c2pa.txt
	@echo "Installing development packages …"
	@$(PIP) -r requirements-dev.txt -r requirements-mysql.txt -r requirements-vips.txt -r requirements-c2pa.txt
	@touch $@

$(STAMPS)/front-end: $(STAMPS)/venv package.json package-lock.json
	@echo "Installing front-end files …"
	@if command -v npm >/dev/null 2>&1; then npm ci --silent --ignore-scripts; \
	else $(PIP) -r requirements-node.txt && $(BIN)/npm ci --silent --ignore-scripts; fi
	@touch $@
