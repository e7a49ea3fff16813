# One way in: `make dashboard`. Needs make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install dashboard refresh test lint format stress benchmark screenshots clean browser office

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
# Some shells export HOST as the machine's name: only `make dashboard HOST=...` counts.
ifneq ($(origin HOST),command line)
HOST := 127.0.0.1
endif

# Settings of a system or a person for pip stay in force (its index, its proxy), except those
# that would put packages elsewhere or choose other versions than the tested ones.
unexport PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_ROOT PIP_NO_DEPS PIP_REQUIRE_HASHES
export PIP_USER := 0
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := $(PY) -m pip install --quiet -c constraints.txt
PIP_FAILED := { echo "Installeren lukte niet: zie de melding hierboven. Is er internet? Eist uw organisatie een proxy of een eigen pakketbron voor pip?" >&2; exit 1; }

# Exit status 3: done, with remarks that stand above.
REMARKS := { status=$$?; [ $$status -eq 3 ] && echo "Klaar, met opmerkingen: zie hierboven." || exit $$status; }

help: ## toon deze lijst
	@echo "Gebruik: make DOEL"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile
	@echo "Keuzes: PORT=8501, HOST=0.0.0.0 (ook voor andere computers), PYTHON=python3.12"

install: $(VENV)/.installed ## maak .venv met wat de monitor nodig heeft

$(VENV)/.installed: pyproject.toml constraints.txt
	@found=; new_enough() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
		new_enough "$$python" && found="$$python" && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 of nieuwer is nodig; $(or $(PYTHON),python3) is: $$("$(or $(PYTHON),python3)" --version 2>/dev/null || echo niet gevonden)." >&2; \
		echo "Installeer een nieuwere Python, of wijs er een aan: make install PYTHON=/pad/naar/python3.11" >&2; \
		exit 1; \
	fi; \
	if ! new_enough $(PY) || ! $(PY) -m pip --version >/dev/null 2>&1; then \
		echo "Omgeving maken in $(VENV) met $$found"; \
		"$$found" -m venv --clear $(VENV) || { \
			rm -rf $(VENV); \
			echo "Een Python-omgeving maken lukte niet: de module venv ontbreekt." >&2; \
			echo "Op Debian en Ubuntu: sudo apt-get install python3-venv. Probeer daarna opnieuw." >&2; \
			exit 1; }; \
	fi
	@echo "Pakketten installeren (alleen de eerste keer en na een wijziging; enkele minuten)"
	@$(PIP_INSTALL) . || $(PIP_FAILED)
	@touch $@

$(VENV)/.test-installed: $(VENV)/.installed
	@echo "Testpakketten installeren"
	@$(PIP_INSTALL) pip || $(PIP_FAILED)
	@$(PIP_INSTALL) --group test || $(PIP_FAILED)
	@touch $@

browser: $(VENV)/.test-installed
	@PYTHON=$(PY) bash tests/browser/install_chromium.sh

office:
	@bash tests/browser/install_office.sh

dashboard: install ## start de monitor; bouwt eerst de databank als die er niet is
	@$(PY) -m etl build --if-needed || $(REMARKS)
	@$(PY) -c 'import socket, sys; socket.create_server((sys.argv[1], int(sys.argv[2]))).close()' "$(HOST)" "$(PORT)" 2>/dev/null || { \
		echo "$(HOST) poort $(PORT) is niet vrij. Kies een andere poort: make dashboard PORT=$$(($(PORT) + 1))" >&2; exit 1; }
	@echo
	@echo "  De monitor staat op http://$(if $(filter 127.0.0.1,$(HOST)),localhost,$(HOST)):$(PORT)   (stoppen: Ctrl+C)"
	@$(if $(filter 0.0.0.0 ::,$(HOST)),echo "  Andere computers gebruiken het adres van deze computer in plaats van $(HOST).")
	@exec $(PY) -m streamlit run dashboard.py --server.address "$(HOST)" --server.port "$(PORT)"

refresh: install ## vraag de bronnen wat er nieuw is, toon wat verandert, publiceer
	@$(PY) -m etl refresh || $(REMARKS)

test: lint browser ## alle controles en tests
	$(PY) -m pytest -n auto --dist loadfile

lint: $(VENV)/.test-installed ## opmaak, stijl en types nakijken
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy .

format: $(VENV)/.test-installed ## opmaak en eenvoudige stijlfouten herstellen
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

stress: browser office ## langdurige tests
	$(PY) -m pytest -m stress

benchmark: browser ## snelheid meten
	$(PY) -m pytest -m benchmark

screenshots: browser ## schermafbeeldingen maken in screenshots/
	$(PY) -m tests.browser.screenshots screenshots/

clean: ## verwijder .venv en tussenbestanden (databank en bronbestanden blijven)
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis screenshots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
