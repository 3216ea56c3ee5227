# For courses that say `make`: the programs under the names their assignments give them.
#
#   make          installs what is missing and writes the programs into build/
#   make clean    removes them
#
# Each is a launcher of `polylogue`. It runs the Node that was installed for this platform (x64 or ARM64, Linux, macOS),
# or any other that is named here:  make NODE=/usr/local/bin/node NODEFLAGS=--max-semi-space-size=8

BUILD     ?= build
# Empty: the one in node_modules, or else the one on the PATH. Not from the environment, where npm puts the one it runs on.
NODE       =
NODEFLAGS ?=

ROOT      := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
PROGRAMS  := $(BUILD)/tsam/tsamgroup43 $(BUILD)/tsam/client $(BUILD)/nick/server $(BUILD)/nick/client

.PHONY: all install clean

all: install $(PROGRAMS)

install:
	@node '$(ROOT)/tools/install-if-needed.js'

clean:
	rm -rf $(foreach program,$(PROGRAMS),'$(program)')
	-@rmdir '$(BUILD)/tsam' '$(BUILD)/nick' '$(BUILD)' 2>/dev/null || true

$(BUILD)/tsam/tsamgroup43: COMMAND = tsam server
$(BUILD)/tsam/client:      COMMAND = tsam client
$(BUILD)/nick/server:      COMMAND = nick server
$(BUILD)/nick/client:      COMMAND = nick client

# Written anew each time: NODE may have changed.
.PHONY: $(PROGRAMS)
$(PROGRAMS):
	@mkdir -p '$(dir $@)'
	@printf '%s\n' '#!/bin/sh' \
	  'node="$(NODE)"' \
	  '[ -n "$$node" ] || node="$(ROOT)/node_modules/.bin/node"' \
	  '[ -x "$$node" ] || node=node' \
	  'exec "$$node" $(NODEFLAGS) "$(ROOT)/bin/polylogue.js" $(COMMAND) "$$@"' > '$@'
	@chmod +x '$@'
	@echo '$@'
