# Two commands, each doing all the set-up on a fresh machine:
#   make run     the latest period's notebooks on the data in the repository: the real county, then the invented one
#   make test    the tests, and every notebook re-run against its committed output

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

# the environment's own kernel, whatever else is installed on the machine
export JUPYTER_PATH := $(abspath $(VENV))/share/jupyter
# one thread of linear algebra: these tables are small
export OPENBLAS_NUM_THREADS := 1
# compiled modules are kept, or every process of a run would compile the library anew
unexport PYTHONDONTWRITEBYTECODE

# an environment that another Python made is made anew, where one is asked for
version = $(shell $(1) -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)
ifneq ($(origin PYTHON),file)
ifneq ($(call version,$(PYTHON)),$(call version,$(BIN)/python))
.PHONY: $(READY)
CLEAR := --clear
endif
endif

.PHONY: help run test test-all lab docs notebooks accessibility lock clean

help:
	@sed -n '1,3s/^# //p' Makefile

run: $(READY)
	$(BIN)/wayforward run --area hertfordshire --area exampleshire

# those that are committed with their outputs; notebooks of other plans are not
EXECUTED := notebooks/*.ipynb notebooks/explore/*.ipynb

# what shorter tests try on less stands in `make test-all` alone
WHICH := not long

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet notebooks
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder -m "$(WHICH)"
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --nbval --nbval-kernel-name wayforward-warm $(EXECUTED)

# all tests, the long ones too, under the oldest and the newest Python that is here, each in an environment of its own;
# then the definitions, the judge, the small-number rule and the rules of the screening are broken clause by clause, a
# sample of each module, and tests must fail (tests/mutation/README.md)
VERSIONS := 3.11 3.12 3.13
found = $(firstword $(foreach python,python$(1) $(wildcard $(HOME)/.pyenv/versions/$(1).*/bin/python),\
    $(if $(filter $(1),$(call version,$(python))),$(python))))
BROKEN := judge disclosure returns.ssda903_rules returns.rules reading.normalise reading.references reading.related \
    reading.completeness reading.lookups reading.emptied_columns measures
HERE = $(strip $(foreach each,$(VERSIONS),$(if $(call found,$(each)),$(each))))

test-all:
	@$(if $(HERE),true,echo "none of Python $(VERSIONS) is on this machine"; false)
	@$(foreach each,$(filter-out $(HERE),$(VERSIONS)),echo "Python $(each) is not on this machine, and is not tried";) true
	$(foreach each,$(sort $(firstword $(HERE)) $(lastword $(HERE))),\
	    $(MAKE) PYTHON=$(call found,$(each)) VENV=.venv-$(each) WHICH= test &&) true
	.venv-$(firstword $(HERE))/bin/python tests/mutation/mutate.py $(BROKEN) --at-most 8 --least 0.85

PLAY := play
LAB  :=

# JupyterLab at the project's root, with a copy of the notebooks to play in: play/ is yours, git does not look at it, and
# what you saved there is never overwritten. Trusted, or drawings and tables would be shown as words until they are run
lab: $(READY)
	@mkdir -p $(PLAY)
	@cp -Rn notebooks/. $(PLAY)/ || true
	@$(BIN)/jupyter trust $$(find $(PLAY) -name "*.ipynb" -not -path "*/.*") > /dev/null
	$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/$(PLAY)/3-back-on-track.ipynb $(LAB)

# docs/ as pages in site/, to be opened from there: nothing is fetched, and the search needs no server. A link that leads
# nowhere, or a page that is not in the navigation, is an error
docs: $(READY)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "Read site/index.html"

# re-execute the committed notebooks in place, redraw the README's picture, and make the panel's page for visitors as a
# run makes it, after a change to data or code
notebooks: $(READY)
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
	    $(EXECUTED)
	$(BIN)/python -c "import pathlib, wayforward as wf; \
	    page = wf.open_report(3, '2025-26-Q4', 'hertfordshire')['care_leavers_accommodation']; \
	    pathlib.Path('docs/care-leavers.png').write_bytes(page.chart().png())"
	$(BIN)/python -c "import pathlib, nbformat; from wayforward.runner.notebook.pages import first_heading, page; \
	    panel = nbformat.read('notebooks/0-panel-report.ipynb', 4); \
	    html = page(panel, first_heading(panel, '') + ' – Hertfordshire, 2025-26-Q4', '../notebooks/{}.ipynb'); \
	    pathlib.Path('docs/sample-panel.html').write_text(html, encoding='utf-8', newline='')"

# try the pages of both areas with an accessibility engine in the browser that is here (Debian: apt-get install chromium),
# and say in docs/accessibility.md what was tried
accessibility: $(READY)
	$(BIN)/python tests/browser/accessibility.py

# requirements.lock from pyproject.toml: every version and hash, no registry address
lock:
	uv pip compile pyproject.toml --extra develop --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --no-header --upgrade --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wayforward needs Python 3.11 or later: make PYTHON=python3.11 …")'
	@echo "Setting up $(VENV), once: every package of requirements.lock, 1.4 GB, a minute or two"
	@$(PYTHON) -m venv $(CLEAR) $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@echo "The library itself, and its kernel"
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m ipykernel install --sys-prefix --name python3 --display-name "Python 3 (wayforward)"
	@touch $(READY)

clean:
	rm -rf site .venv .venv-* .pytest_cache .hypothesis .ruff_cache
