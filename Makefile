# Each target calls ./volcast, which works without make. Pass arguments so: make pipeline ARGS="--source csv --path data/csv"
.DEFAULT_GOAL := help
.PHONY: help setup setup-all demo pipeline ingest features train forecast outcomes run-daily serve dashboard up down test test-unit test-integration prove lint ci bench aws-synth aws-cost clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## Install libxgboost, restore packages and build, so that other targets need no network
	@./volcast setup

setup-all: ## Install the engines that some tests need, such as an S3 server; without them those tests are skipped
	@./volcast setup-all

demo: ## Run the pipeline on the built-in simulated market, to a forecast and demo.html; ARGS="--open" for the dashboard, "--year" for a year
	@./volcast demo $(ARGS)

pipeline: ## Run ingest, features, training and forecast on real data
	@./volcast pipeline $(ARGS)

ingest: ## Download market data into the lake
	@./volcast ingest $(ARGS)

features: ## Compute the features of every session
	@./volcast features $(ARGS)

train: ## Run a walk-forward, fit a model and register it
	@./volcast train $(ARGS)

forecast: ## Forecast from the newest settled session and explain the forecast
	@./volcast forecast $(ARGS)

outcomes: ## Store what happened after each forecast, and print the scores of every model
	@./volcast outcomes $(ARGS)

run-daily: ## Run everything that is to be done after a session: ingest to alerts
	@./volcast run-daily $(ARGS)

serve: ## Serve forecasts over HTTP on port 8080; ARGS="--source simulated" for those of the demo
	@./volcast serve $(ARGS)

dashboard: ## Show forecasts in a browser on port 8081; ARGS="--source simulated" for those of the demo
	@./volcast dashboard $(ARGS)

up: ## Show the demo in containers, with API and dashboard; prints the address and a key
	@./volcast up $(ARGS)

down: ## Remove the containers, the network and the data of `make up`
	@./volcast down

test: ## Run all tests and print coverage
	@./volcast test

test-unit: ## Run the unit tests only
	@./volcast test unit

test-integration: ## Run the integration tests only
	@./volcast test integration

prove: ## Run the long proofs, which take many minutes
	@./volcast prove

lint: ## Check lock files, compiler warnings, format, shell scripts and workflows
	@./volcast lint

ci: ## Run what GitHub Actions runs: lint, tests, images, templates of AWS, screenshots
	@./volcast ci

aws-synth: ## Write the templates of the AWS deployment and test them; needs Node.js and no account
	@./volcast aws synth $(ARGS)

aws-cost: ## Print what the AWS deployment costs a month
	@./volcast aws cost $(ARGS)

bench: ## Run the benchmarks
	@./bench/run.sh $(ARGS)

clean: ## Delete all build output; data is kept
	@rm -rf .build TestResults
	@find bench build cli deploy libs services tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
