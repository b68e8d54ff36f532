# make demo   see it work        make test   everything CI checks
# make help   the rest
PYTHON ?= python3
VENV ?= .venv
TRAINING ?= .venv-training
DATA ?= ../shared/quality/dev
SHARED ?= ../shared
BIN := $(VENV)/bin
DEMO := demo

.PHONY: help demo test test-training lint types unit quality floors public speed model lock wheel clean python

help:
	@echo "make demo                 install, read examples/, write $(DEMO)/ebbline.db, a brief and a picture"
	@echo "make test                 install, lint, type-check and run every test"
	@echo "make quality DATA=FOLDER  score the coder on annotated reports, against the floors"
	@echo "make floors SHARED=FOLDER places, times, actors and the language model on public data, against their floors"
	@echo "make public SHARED=FOLDER the coder on PETRARCH's records, the Causal News Corpus and MUC-4 (minutes, no floors)"
	@echo "make speed DATA=FOLDER    reports per second, memory and start-up time"
	@echo "make model DATA=../shared train the language model and write the file that ships (hours on two cores)"
	@echo "make test-training        install torch and train on a few made-up sentences"
	@echo "make lock                 renew the hash-locked requirements"
	@echo "make wheel                build a wheel into dist/"
	@echo "make clean                remove what these commands made"

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "no $(PYTHON) found: install Python 3.11 to 3.14, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }

demo: python
	@$(PYTHON) tools/environment.py run $(VENV)
	@mkdir -p $(DEMO)
	$(BIN)/ebbline read examples/ --ledger $(DEMO)/ebbline.db
	@echo
	$(BIN)/ebbline brief --ledger $(DEMO)/ebbline.db --output $(DEMO)/brief.md
	@sed -n '1,40p' $(DEMO)/brief.md
	@echo
	$(BIN)/ebbline picture --ledger $(DEMO)/ebbline.db --output $(DEMO)/picture.html
	@echo "the whole brief: $(DEMO)/brief.md · the picture, to open in a browser: $(CURDIR)/$(DEMO)/picture.html"

test: python
	@$(PYTHON) tools/environment.py dev $(VENV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n auto

quality: python
	@$(PYTHON) tools/environment.py dev $(VENV)
	$(BIN)/python benchmarks/quality/gate.py $(DATA)

floors: python
	@$(PYTHON) tools/environment.py dev $(VENV)
	$(BIN)/python benchmarks/places/gazetteer.py $(SHARED)/benchmarks
	$(BIN)/python benchmarks/places/measure.py $(SHARED)
	$(BIN)/python benchmarks/times/timebank.py $(SHARED)/benchmarks
	$(BIN)/python benchmarks/actors/registry.py --data $(SHARED)/quality
	$(BIN)/python benchmarks/actors/measure.py --data $(SHARED)/quality
	$(BIN)/python benchmarks/language/measure.py $(SHARED)/benchmarks

public: python
	@$(PYTHON) tools/environment.py dev $(VENV)
	$(BIN)/python benchmarks/petrarch/measure.py $(SHARED)/benchmarks/petrarch
	$(BIN)/python benchmarks/causes/measure.py $(SHARED)/benchmarks
	$(BIN)/python benchmarks/muc4/measure.py $(SHARED)/benchmarks

speed: python
	@$(PYTHON) tools/environment.py dev $(VENV)
	$(BIN)/python benchmarks/speed/measure.py $(DATA)

lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml requirements/dev.in --extra analysis --extra figures --extra serve --extra cluster -c requirements/run.txt -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml training/requirements.in -c requirements/run.txt -o training/requirements.txt
	$(BIN)/uv pip compile --quiet --no-deps --generate-hashes --no-header training/pretrained.in -o training/pretrained.txt

model: python
	@$(PYTHON) tools/environment.py training $(TRAINING)
	$(TRAINING)/bin/python -m training.train $(DATA) training/out --epochs 10
	$(TRAINING)/bin/python -m training.train $(DATA) training/whole --epochs 7 --claims --begin training/out/weights.pt
	$(TRAINING)/bin/python -m training.claims $(DATA) training/out --begin training/whole/weights.pt
	$(TRAINING)/bin/python -m training.ranges $(DATA) training/out
	$(TRAINING)/bin/python -m training.export training/out

test-training: python
	@$(PYTHON) tools/environment.py training $(TRAINING)
	$(TRAINING)/bin/python -m pytest -q tests/training

wheel: python
	@$(PYTHON) tools/environment.py dev $(VENV)
	$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf $(VENV) $(DEMO) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
