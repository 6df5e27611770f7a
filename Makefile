# Everything that Earshot's makers and operators type. Each target makes the environment that it needs.
PYTHON ?= python3
STAGE ?= dev
ARGS ?=

EARSHOT := ./earshot
DEV := .venv/.installed
EMULATOR := .venv-emulator/.installed
UV := uv==0.13.9
PYTEST := .venv/bin/pytest --numprocesses=auto --dist=loadgroup

.PHONY: install help run test check bench catalogue golden deploy setup-training chromium

install: $(DEV)  ## What ./earshot needs; `make` alone does this
	@echo "Ready. ./earshot --help lists what Earshot's command can do, and make help what else can be typed."

help:  ## What can be typed
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: $(DEV) $(EMULATOR)  ## Earshot on this machine; ARGS="--help" lists what it can do
	@exec $(EARSHOT) local $(ARGS)

test: $(DEV) $(EMULATOR) chromium  ## Every test; ARGS="-k name" for some
	$(PYTEST) $(ARGS)

check: $(DEV) $(EMULATOR) chromium  ## What must hold before a change goes out
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	$(PYTEST)

bench: $(DEV) $(EMULATOR)  ## The benchmarks, each printing ratios
	@.venv/bin/python -m bench $(ARGS)

catalogue: $(DEV)  ## Every sentence that people read, out of the sources; ARGS="--add fr" begins a language
	@.venv/bin/python -m gallery.catalogue $(ARGS)

golden: $(DEV)  ## What the test of the gallery holds, written anew
	@.venv/bin/python -m gallery.golden

deploy: $(DEV)  ## Earshot on AWS: resources, functions, address, and a look at all of it; STAGE=prod
	$(EARSHOT) up --stage $(STAGE)
	.venv/bin/chalice deploy --stage $(STAGE)
	$(EARSHOT) finish --stage $(STAGE)
	$(EARSHOT) doctor --stage $(STAGE)

# pip, and not uv: it reads the user's pip.conf, which may name an index with torch's CPU build, a tenth of the other.
setup-training: $(DEV)  ## What training the classifier needs, added to .venv
	@echo "Installing what training needs into .venv (torch and two models: hundreds of MB) ..." >&2
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-training.txt

chromium:
	@sh infra/chromium.sh

# What is waited for is said on standard error: standard output may be somebody's JSON.
$(DEV): requirements.txt requirements-dev.txt earshot
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Earshot needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1): make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x .venv/bin/python || { echo "Creating .venv with $$($(PYTHON) --version) ..." >&2; $(PYTHON) -m venv .venv; }
	@echo "Installing requirements-dev.txt into .venv (the first time a minute or two) ..." >&2
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --requirement requirements-dev.txt
	@ln -sf ../../earshot .venv/bin/earshot
	@touch $@

# Alone: the emulator pins botocore exactly, and hands its own packages on to the functions that it runs.
$(EMULATOR): requirements-emulator.txt | $(DEV)
	@echo "Installing the AWS emulator into .venv-emulator ..." >&2
	@test -x .venv-emulator/bin/python || .venv/bin/python -m venv --without-pip .venv-emulator
	@.venv/bin/uv pip install --quiet --python .venv-emulator/bin/python --requirement requirements-emulator.txt
	@touch $@
