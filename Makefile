# The commands of smallboat. STAGE chooses the stage: `make up STAGE=prod`.
STAGE ?= dev
export STAGE
MAKEFLAGS += --no-print-directory

# Runs what follows with the right Node, Pulumi, backend and passphrase.
IN_ENVIRONMENT = exports="$$(dev/toolchain/setup.sh env)" && eval "$$exports" &&

.PHONY: help setup tools env up preview deploy promote rollback release-hold releases adopt drift heal outdated registry-clean watch status down review draft test check bench
help: ## show the commands
	@sed -n 's/^\([a-z -]*\):.*## /\1: /p' Makefile

setup: ## bring this machine to the point where `pulumi up` works
	@dev/toolchain/setup.sh setup
	@[ ! -e Pulumi.dev.yaml ] || { $(IN_ENVIRONMENT) STAGE=dev node cli/init.ts; }

tools: ## the part of set-up without which Pulumi does not run: no engine, no images
	@dev/toolchain/setup.sh tools

env: ## print the shell exports for plain pulumi: eval "$(make env)"
	@dev/toolchain/setup.sh env

up: ## set-up, then create or update the stage
preview: ## show what `up` would change
deploy: ## in a locked stage: take what the tags of STACK=<host>/<stack> are now; IMAGE=<service>=<tag> another tag
promote: ## take the images that FROM=<stage> runs well to TO=<stage>: copies them and proposes the lock; STACK=<host>/<stack>
rollback: ## run the images and files of an earlier release of STACK=<host>/<stack>; TO=<release>; the stack is held there
release-hold: ## hold STACK=<host>/<stack> at what it runs; OFF=1 lets it go on
releases: ## list what the stage ran; STACK=<host>/<stack>; SHOW=<release>
adopt: ## take over what Docker Compose runs of STACK=<host>/<stack>
drift: ## compare the stage with what runs: fails where they differ; TELL=1 keeps its issue and calls webhooks
heal: ## put right what differs, and nothing else; STACK=<host>/<stack>; PRUNE=1 removes what is not declared
watch: ## follow all engines and print what changes, until Ctrl-C
outdated: ## ask for newer images and packages, and install nothing; TELL=1 keeps an issue with them; JSON=1 as data
registry-clean: ## list what nobody needs of the stage's registry, and delete it after a question; YES=1 answers it
status: ## show hosts, services, runners, projects, and whether all is well; JSON=1 as data
down: ## destroy the stage; PURGE=1 also removes volumes with data; CONFIRM=<stage> answers the question
up deploy rollback adopt down: setup
draft: ## check settings and stacks of all stages by themselves; BASE=<commit> counts changes
review: ## in a pipeline: preview MERGE_REQUEST=<number> or open, and write its comment
preview promote releases release-hold drift heal outdated registry-clean watch status draft review: tools
up preview deploy promote rollback release-hold releases adopt drift heal outdated registry-clean watch status down draft review:
	@$(IN_ENVIRONMENT) node cli/$@.ts

bench: setup ## measure against peers
	@$(IN_ENVIRONMENT) node test/bench/main.ts

check: tools ## format, lint, types, unit tests
	@$(IN_ENVIRONMENT) npx biome check . && npx tsc -p . && npx vitest run test/unit

test: ## every check and test, after all set-up; the last line counts them
	@begun=$$(date +%s) && dev/toolchain/setup.sh setup-tests && $(MAKE) setup && \
	  $(IN_ENVIRONMENT) node test/run.ts --begun $$begun
