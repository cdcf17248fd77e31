# Each target is one call of ./volcast, which works without make. Further words: make pipeline ARGS="--source csv --path data/csv"
.DEFAULT_GOAL := help
.PHONY: help setup demo pipeline ingest features train forecast serve test test-unit test-integration prove lint bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## Install libxgboost, restore all packages and build, so that the rest works without a network
	@./volcast setup

demo: ## Run everything on a built-in simulated market, from ingest to an explained forecast
	@./volcast demo $(ARGS)

pipeline: ## Ingest, features, training and forecast on real data
	@./volcast pipeline $(ARGS)

ingest: ## Download market data into the lake
	@./volcast ingest $(ARGS)

features: ## Compute the 21 features of every session
	@./volcast features $(ARGS)

train: ## Walk forward, fit and register a model
	@./volcast train $(ARGS)

forecast: ## Forecast from the newest settled session, with reasons
	@./volcast forecast $(ARGS)

serve: ## Serve forecasts over HTTP on port 8080; ARGS="--source simulated" for the demo's
	@./volcast serve $(ARGS)

test: ## Run all tests and print coverage
	@./volcast test

test-unit: ## Run the unit tests only
	@./volcast test unit

test-integration: ## Run the integration tests only
	@./volcast test integration

prove: ## Run the long proofs (many minutes)
	@./volcast prove

lint: ## Check lock files, warnings, format and shell scripts
	@./volcast lint

bench: ## Run the benchmarks
	@./bench/run.sh $(ARGS)

clean: ## Remove everything that was built; data stays
	@rm -rf .build TestResults
	@find bench cli libs services tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
