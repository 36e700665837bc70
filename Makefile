# What a developer does here. `make` alone lists it. Nothing is installed
# silently: `make deps` and `make lint` say what they fetch, and only once.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# Where tools and the run's data go; ignored by git, removed by `make clean`.
CACHE := .cache
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
LDFLAGS := -X main.commit=$(COMMIT)

GOLANGCI_VERSION := v2.15.0
FUZZTIME ?= 20s
BENCH ?=

.PHONY: help run build test check lint fmt deps bench fuzz torture clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

run: build ## start the server on a local file, with demo people; Ctrl-C stops it
	@mkdir -p $(CACHE)/run
	@exec ./laneway serve --demo --data $(CACHE)/run $(ARGS)

build: ## build ./laneway
	go build -ldflags '$(LDFLAGS)' -o laneway ./cmd/laneway

test: deps ## install what tests need, then vet and all tests
	go vet ./...
	go test -timeout 25m ./...

check: test lint ## what CI runs

lint: ## golangci-lint with the settings of .golangci.yml
	@lint=$$(.ci/golangci $(GOLANGCI_VERSION) $(CACHE)/bin) && echo "$$lint run" && "$$lint" run ./...

fmt: ## format all Go files as the linter wants them
	@lint=$$(.ci/golangci $(GOLANGCI_VERSION) $(CACHE)/bin) && "$$lint" fmt ./...

deps: ## what the tests need beyond Go, only where it is missing
	@.ci/deps

bench: build ## measure the engine beside the raw store; BENCH='--full' for all cells
	go test -run '^$$' -bench . -benchmem ./engine/...
	./laneway bench $(BENCH)

fuzz: ## every fuzz target for FUZZTIME (20s) each
	@grep -rl --include='*_test.go' '^func Fuzz' . | sort | while read -r file; do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$$file"); do \
			echo "$$target in $$(dirname "$$file")"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" || exit 1; \
		done; \
	done

torture: deps ## the long runs: 10,000 crash points and longer random tests; hours
	LANEWAY_DUES=100000 go test -count=1 -timeout 1h -run Brute ./engine/calendar
	LANEWAY_TORTURE=1 go test -count=1 -timeout 24h -v -run 'Crash|Torture' ./...

clean: ## remove what was built and the data of `make run`
	rm -rf laneway dist $(CACHE)
