# The only commands to learn: demo, test, check, bench, assets.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench assets assets-check

help: ## Say what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: ## Build, and start three organisations on one port
	@tests/tools.sh build
	cargo build --release --locked --bin plein
	exec target/release/plein demo

test: ## Install what is missing and run everything, on both engines and in the browser
	@tests/run.sh

check: ## Formatting, lints, and the licences of dependencies
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
	@if command -v cargo-deny >/dev/null; then cargo deny --locked check; else echo "cargo-deny is not installed: licences were not checked"; fi

bench: ## Measure, and print a table of what was asked and what was reached
	cargo build --release --locked --bin plein
	target/release/plein bench

assets: server/assets/node_modules/.installed ## Build the stylesheet, the script, icons and fonts into server/assets/dist
	cd server/assets && node build.mjs

assets-check: server/assets/node_modules/.installed ## Fail when server/assets/dist is not what its sources build
	cd server/assets && node build.mjs --check

server/assets/node_modules/.installed: server/assets/package-lock.json
	cd server/assets && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@
