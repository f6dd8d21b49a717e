# make demo and make test install what they need; nothing else has to be typed. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
APE := $(VENV)/bin/ape
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
PYTHON_STAMP := $(VENV)/.installed
NODE_STAMP := node_modules/.installed
DASHBOARD_STAMP := dashboard/node_modules/.installed
DASHBOARD_DIST := dashboard/dist/index.html
INDEXER_STAMP := indexer/node_modules/.installed
# What the built page is made of: it is built anew when one of these is newer.
DASHBOARD_SOURCES := $(shell find dashboard/src dashboard/build dashboard/public frontend-abi/src -type f \
    ! -name '*.test.*' 2>/dev/null) $(wildcard dashboard/*.html dashboard/*.json dashboard/*.config.ts)
BENCH := .build/bench
BENCH_STAMP := $(BENCH)/.installed
CODE := keepers deployment website world demo lint scripts ape_console_extras.py

# bin/anvil and the environment's own vyper come before anything else on the machine.
export PATH := $(CURDIR)/bin:$(CURDIR)/$(VENV)/bin:$(PATH)
# ape's keys, caches and compilers stay in the project unless you keep them elsewhere.
export APE_DATA_FOLDER ?= $(CURDIR)/.ape
export PYTHONPATH := $(CURDIR)

LOCAL ?= .local
REPORT ?= report

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

# --- install ---------------------------------------------------------------------------------------------------------

.PHONY: install
install: $(PYTHON_STAMP) $(NODE_STAMP) ## .venv and node_modules from the lock files

# Its time is printed apart: it depends on the network, not on us.
$(PYTHON_STAMP): requirements-build.lock requirements.lock
	@bin/preflight
	@test ! -L $(VENV) || { echo "install: $(VENV) is a link; installing would empty what it points to. Remove the link." >&2; exit 1; }
	@echo "installing Python packages into $(VENV) ..."
	@start=$$SECONDS; "$$(bin/preflight --python)" -m venv --clear $(VENV); \
	$(PIP_INSTALL) -r requirements-build.lock; \
	$(PIP_INSTALL) --no-build-isolation --use-pep517 -r requirements.lock; \
	touch $@; echo "installed Python packages in $$((SECONDS - start)) s"

$(NODE_STAMP): package-lock.json .npmrc
	@bin/preflight
	@echo "installing npm packages into node_modules ..."
	@start=$$SECONDS; npm ci --loglevel=error --ignore-scripts >/dev/null; touch $@; echo "installed npm packages in $$((SECONDS - start)) s"

# The page's packages are apart, so that the chain alone installs as quickly as ever.
$(DASHBOARD_STAMP): dashboard/package-lock.json
	@bin/preflight
	@echo "installing npm packages into dashboard/node_modules ..."
	@start=$$SECONDS; cd dashboard; npm ci --loglevel=error --engine-strict --ignore-scripts --no-audit --no-fund >/dev/null; \
	touch node_modules/.installed; echo "installed the page's npm packages in $$((SECONDS - start)) s"

$(DASHBOARD_DIST): $(DASHBOARD_STAMP) $(DASHBOARD_SOURCES)
	@echo "building the page into dashboard/dist ..."
	@mkdir -p .build; start=$$SECONDS; cd dashboard; \
	npm run --silent build >../.build/dashboard.log 2>&1 || { cat ../.build/dashboard.log >&2; rm -f dist/index.html; exit 1; }; \
	touch dist/index.html; echo "built the page in $$((SECONDS - start)) s"

.PHONY: dashboard
dashboard: $(DASHBOARD_DIST) ## build the web page into dashboard/dist

$(INDEXER_STAMP): indexer/package-lock.json
	@bin/preflight
	@echo "installing npm packages into indexer/node_modules ..."
	@start=$$SECONDS; cd indexer; npm ci --loglevel=error --engine-strict --ignore-scripts --no-audit --no-fund >/dev/null; \
	touch node_modules/.installed; echo "installed the indexer's npm packages in $$((SECONDS - start)) s"

UV_COMPILE := .build/lock/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --default-index https://pypi.org/simple

.PHONY: lock
lock: ## write both lock files anew from pyproject.toml and package.json
	"$$(bin/preflight --python)" -m venv --clear .build/lock
	.build/lock/bin/pip install --quiet uv==0.13.9
	$(UV_COMPILE) --group build --output-file requirements-build.lock
	$(UV_COMPILE) --group bench --output-file requirements-bench.lock
	$(UV_COMPILE) --extra test --output-file requirements.lock pyproject.toml
	npm install --package-lock-only --ignore-scripts

# --- the index -------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: install ## the whole life of the index on a local chain [MARKET=folder FROM=date TO=date PROFILE=reference]
	@$(APE) run demo $(if $(MARKET),--market $(MARKET)) $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO)) \
	    $(if $(PROFILE),--profile $(PROFILE)) --folder $(REPORT)

.PHONY: demo-check
demo-check: install ## hold the last demo to its word: its summary, and the chain it left
	@$(PY) -m scripts.demo_check --folder $(REPORT)

.PHONY: up
up: install $(if $(NO_PAGE),,$(DASHBOARD_DIST)) ## leave a chain, the index and its web page running [NO_PAGE=1]
	@$(APE) run up --folder $(LOCAL) $(if $(NO_PAGE),--no-page)

.PHONY: page
page: install $(DASHBOARD_DIST) ## open the last demo in a browser: its chain goes on, its web page beside it
	@$(APE) run page --report $(REPORT) --folder $(LOCAL)

.PHONY: deploy
deploy: install ## deploy the index, or rehearse it [CONFIG=file NETWORK=choice ACCOUNT=alias or DEPLOYER=address]
	@$(APE) run deploy $(if $(CONFIG),--config $(CONFIG)) $(if $(NETWORK),--network $(NETWORK)) \
	    $(if $(ACCOUNT),--account $(ACCOUNT)) $(if $(DEPLOYER),--deployer $(DEPLOYER))

.PHONY: verify
verify: install ## compare a chain with the build, the configuration and the asset book [CONFIG=file NETWORK=choice]
	@$(APE) run verify --config $(or $(CONFIG),$(LOCAL)/deployment.toml) $(if $(NETWORK),--network $(NETWORK))

INDEXER_PORT ?= 8200
INDEXER_CONFIG := .build/indexer.json

.PHONY: indexer
indexer: $(INDEXER_STAMP) ## index the chain of `make up` and answer its log; runs until Ctrl-C [INDEXER_PORT=8200]
	@test -f $(LOCAL)/deployment.json || { echo "indexer: no world in $(LOCAL); run 'make up' first" >&2; exit 1; }
	@mkdir -p .build; printf '{"funds":[{"name":"local","deployment":"%s/deployment.json","prices":{"every":1}}],"origins":["%s","%s"]}\n' \
	    "$(abspath $(LOCAL))" http://127.0.0.1:8100 http://127.0.0.1:8101 >$(INDEXER_CONFIG)
	@echo "indexer: answers at http://127.0.0.1:$(INDEXER_PORT)/ once it has read the chain"
	@exec node indexer/start.mjs $(INDEXER_CONFIG) $(INDEXER_PORT)

.PHONY: down
down: install ## stop the chain and the page that `make up` or `make page` started
	@$(APE) run down --folder $(LOCAL)

.PHONY: console
console: install ## ape console on the chain of `make up`
	@test -f $(LOCAL)/deployment.json || { echo "console: no world in $(LOCAL); run 'make up' first" >&2; exit 1; }
	@APE_FOUNDRY_HOST="$$($(PY) -c 'import json, sys; print(json.load(open(sys.argv[1]))["url"])' $(LOCAL)/deployment.json)" \
	    GLOBAL100_LOCAL=$(LOCAL) $(APE) console --network ethereum:local:foundry

.PHONY: report
report: install ## what the rules would have done, as report-backtest/report.html [MARKET=folder FROM=date PROFILE=reference]
	@$(PY) -m keepers backtest $(if $(MARKET),--source files --path $(MARKET)) $(if $(FROM),--from $(FROM)) \
	    $(if $(TO),--to $(TO)) $(if $(PROFILE),--profile $(PROFILE)) --folder report-backtest

.PHONY: bench
bench: install $(BENCH_STAMP) ## speed of a backtest beside bt and vectorbt, as JSON [MARKET=folder]
	@$(PY) -m scripts.bench $(if $(MARKET),--market $(MARKET)) --python $(BENCH)/bin/python

# The peer brings a hundred packages that nothing else needs.
$(BENCH_STAMP): requirements-bench.lock
	@"$$(bin/preflight --python)" -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
	    -r requirements-bench.lock
	@touch $@

# --- checks ----------------------------------------------------------------------------------------------------------

.PHONY: test
test: lint ## lint, then every test
	@$(PY) -m pytest -n 2 --dist loadfile

.PHONY: lint
lint: install ## ruff, mypy --strict, the rules of lint/
	@ruff check .
	@ruff format --check .
	@mypy $(CODE)
	@$(PY) -m lint

.PHONY: dashboard-test
dashboard-test: $(DASHBOARD_STAMP) ## types and unit tests of the web page
	@cd dashboard && npm run --silent typecheck && npx --no-install tsc --noEmit -p e2e && npm test --silent

.PHONY: indexer-test
indexer-test: install $(INDEXER_STAMP) ## types of the indexer, and its rows beside the chain's, across a reorganisation
	@cd indexer && npm run --silent typecheck && npm test --silent

# Prints what it measured as JSON and leaves pictures in .build/e2e.
.PHONY: e2e
e2e: install $(DASHBOARD_DIST) ## the web page in a real browser on a chain of its own [ONLY=overview]
	@browser="$$(bin/browser)"; [ -z "$$browser" ] || { cd dashboard; \
	    CHROMIUM="$$browser" npx --no-install vitest run --config e2e/vitest.config.ts $(ONLY); }

.PHONY: format
format: install ## let ruff put the code in order
	@ruff check --fix .
	@ruff format .

.PHONY: abi
abi: install ## write frontend-abi/ anew from the contracts
	@$(PY) -m scripts.export_abi

.PHONY: parameters
parameters: install ## write docs/PARAMETERS.md anew from keepers/parameters.toml
	@$(PY) -m scripts.parameters

.PHONY: roles
roles: install ## write docs/ROLES.md anew from the contracts and scripts/_roles.py
	@$(PY) -m scripts.roles

.PHONY: pictures
pictures: install ## draw docs/pictures/states.svg anew
	@$(PY) -m scripts.pictures

.PHONY: size
size: install ## runtime size of every contract, as JSON; fails above the limit
	@$(PY) -m scripts.size

.PHONY: gas
gas: install ## measure gas with 100 assets into tests/gas/report.json and docs/GAS.md
	@$(PY) -m pytest -q tests/gas --write-report

.PHONY: threats
threats: install ## take away one defence after the other; a test must notice each [ONLY=guardian]
	@$(PY) -m scripts.threats $(if $(ONLY),--only "$(ONLY)")

STEPS ?= 20000
SEED ?= 1

.PHONY: prove
prove: install ## the whole index at random beside a model in plain Python [STEPS=2000 SEED=7]
	@$(PY) -m tests.stateful --steps $(STEPS) --seed $(SEED) --processes 2

.PHONY: hostile
hostile: install ## stolen keys, one by one and together, in a market apart from its feeds: what is lost, as JSON
	@$(PY) -m tests.hostile

.PHONY: clean
clean: ## remove what was built and installed; leaves .local and .ape, which may hold keys
	rm -rf $(VENV) node_modules dashboard/node_modules dashboard/dist indexer/node_modules indexer/.ponder .build .mypy_cache .pytest_cache .ruff_cache .hypothesis
