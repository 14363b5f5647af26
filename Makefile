# Thin on purpose: every target is one script, and each script opens with why it exists.

.DEFAULT_GOAL := help
.PHONY: help run watch watch-test test check size smoke bench converge sabotage siege fuzz release image image-test screenshots

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## Set up what is missing, build, and serve http://127.0.0.1:3000; BRAND=1 with a made-up company's look
	@scripts/run.sh serve

watch: ## The same, rebuilding and reloading as files change
	@scripts/run.sh watch

test: ## Every test: Rust, then the browser
	@scripts/test.sh

watch-test: ## Check that `make watch` notices a change in a page, in a crate and in an island
	@scripts/watch-test.sh

check: ## Formatting, lints, what may be linked where, licences, known vulnerabilities
	@scripts/check.sh

size: ## Measure what the browser downloads, and fail if it is too large
	@scripts/size.sh

smoke: ## Build the program as it is released, look at its size, and have it serve a page
	@scripts/smoke.sh

bench: ## Measure the simulator, and the site on both databases; ARGS="--users 1000000 --customers 2000"
	@scripts/bench.sh $(ARGS)

converge: ## Kill the server while Stripe misbehaves, on both databases; ARGS="--events 10000 --customers 500 --kills 200"
	@scripts/converge.sh $(ARGS)

sabotage: ## Break the server's promises one by one, and check that the convergence test notices
	@scripts/sabotage.sh $(ARGS)

siege: ## Attack the site for a minute, and report what its visitors notice; ARGS="--seconds 120"
	@scripts/siege.sh $(ARGS)

fuzz: ## Fuzz the code that parses external bytes; ARGS="event form" FUZZ_SECONDS=600
	@scripts/fuzz.sh $(ARGS)

release: ## Build a deployable into dist/
	@scripts/release.sh

image: ## Build a container image into dist/, without Docker
	@scripts/image.sh

image-test: ## Start what `make image` built with nothing else around it, and open the portal; needs root
	@scripts/image-test.sh

screenshots: ## Take the pictures in docs/images again
	@scripts/screenshots.sh
