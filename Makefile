# Builds the library, the module and the tool; `make help` lists the targets.

BUILD   ?= build
CC      ?= gcc
APXS    ?= $(shell command -v apxs2 || command -v apxs)
PYTHON  ?= /usr/bin/python3
PREFIX  ?= /usr
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/mod_disclosure

# Lazily expanded and remembered: nothing is asked of a tool that is still to
# be installed.
lazy = $(eval $(1) := $(shell $(2)))$($(1))
APR_CFLAGS   = $(call lazy,APR_CFLAGS,apr-1-config --includes --cppflags; apu-1-config --includes)
HTTPD_CFLAGS = $(call lazy,HTTPD_CFLAGS,echo -I$$($(APXS) -q INCLUDEDIR))
LIB_CFLAGS   = $(call lazy,LIB_CFLAGS,pkg-config --cflags libxml-2.0 libpcre2-8 jansson libzip libcrypto zlib)
CURL_CFLAGS  = $(call lazy,CURL_CFLAGS,pkg-config --cflags libcurl)
CURL_LIBS    = $(call lazy,CURL_LIBS,pkg-config --libs libcurl)
LIBS         = $(call lazy,LIBS,pkg-config --libs libxml-2.0 libpcre2-8 jansson libzip libcrypto zlib)
APR_LIBS     = $(call lazy,APR_LIBS,apu-1-config --link-ld; apr-1-config --link-ld)
CHECK_LIBS   = $(call lazy,CHECK_LIBS,pkg-config --libs check)
LIBEXECDIR   = $(call lazy,LIBEXECDIR,$(APXS) -q LIBEXECDIR)
SYSCONFDIR   = $(call lazy,SYSCONFDIR,$(APXS) -q SYSCONFDIR)

WARNINGS = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wwrite-strings -Wformat=2 -Wno-unused-parameter
CFLAGS  ?= -O2 -g
ALL_CFLAGS = -std=gnu11 $(CFLAGS) $(WARNINGS) -fPIC -fvisibility=hidden -fstack-protector-strong \
             -Imod_disclosure -I$(BUILD) $(APR_CFLAGS) $(LIB_CFLAGS) -DDS_DATADIR='"$(DATADIR)"'

# `make V=1` prints the commands.
Q = $(if $(V),,@)
say = @$(if $(V),:,echo '  $(1) $(patsubst $(BUILD)/%,%,$@)')

ROOMS     := core io page store
LIB_SRC   := $(foreach room,$(ROOMS),$(wildcard mod_disclosure/$(room)/*.c))
HTTPD_SRC := $(wildcard mod_disclosure/httpd/*.c)
CTL_SRC   := $(wildcard mod_disclosure/ctl/*.c)
UNIT_SRC  := $(wildcard tests/unit/*.c)

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB_OBJ   := $(call objects,$(LIB_SRC))
HTTPD_OBJ := $(call objects,$(HTTPD_SRC))
CTL_OBJ   := $(call objects,$(CTL_SRC))
UNIT_BIN  := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))

.PHONY: all
all: $(BUILD)/mod_disclosure.so $(BUILD)/disclosurectl

-include sql/sql.mk
-include tests/fuzz/fuzz.mk

$(BUILD)/libdisclosure.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR)
	$(Q)ar rcs $@ $^

$(BUILD)/mod_disclosure.so: $(HTTPD_OBJ) $(BUILD)/libdisclosure.a
	$(call say,LD)
	$(Q)$(CC) -shared $(CFLAGS) $(LDFLAGS) -Wl,--exclude-libs,ALL -o $@ $^ $(LIBS)

$(BUILD)/disclosurectl: $(CTL_OBJ) $(BUILD)/libdisclosure.a
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(CURL_LIBS) $(APR_LIBS)

$(call objects,$(HTTPD_SRC)): ALL_CFLAGS += $(HTTPD_CFLAGS)
$(call objects,$(CTL_SRC)): ALL_CFLAGS += $(CURL_CFLAGS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Unit tests link the library only: a wrong arrow to httpd does not link.
$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h $(BUILD)/libdisclosure.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libdisclosure.a $(CHECK_LIBS) $(LIBS) $(APR_LIBS)

.PHONY: unit unit-programs
unit-programs: $(UNIT_BIN)

unit: $(UNIT_BIN)
	@for test in $(UNIT_BIN); do $$test || exit 1; done

# ---- Into a server: module, tool, data files, a sample configuration ----

DATA_FILES   = $(shell find conf -type f -not -path 'conf/demo/*' -not -path 'conf/httpd/*')
HTDOCS_FILES = $(shell find htdocs -type f)
IS_DEBIAN    = $(findstring apache2,$(SYSCONFDIR))

.PHONY: install install-files install-conf
install: install-files install-conf

install-files: all
	install -d $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(BINDIR)
	install -m 644 $(BUILD)/mod_disclosure.so $(DESTDIR)$(LIBEXECDIR)/
	install -m 755 $(BUILD)/disclosurectl $(DESTDIR)$(BINDIR)/
	@for file in $(DATA_FILES); do \
	    install -D -m 644 $$file $(DESTDIR)$(DATADIR)/$${file#conf/} || exit 1; done
	@for file in $(HTDOCS_FILES); do \
	    install -D -m 644 $$file $(DESTDIR)$(DATADIR)/$$file || exit 1; done
	@echo "data files in $(DESTDIR)$(DATADIR)"

# A configuration that is there already is the webmaster's and stays.
install-conf:
	@NAME=disclosure; if [ -n "$(IS_DEBIAN)" ]; then \
	    load=$(DESTDIR)$(SYSCONFDIR)/mods-available/$$NAME.load; \
	    conf=$(DESTDIR)$(SYSCONFDIR)/conf-available/$$NAME.conf; \
	else \
	    load=$(DESTDIR)$(SYSCONFDIR).modules.d/20-$$NAME.conf; \
	    conf=$(DESTDIR)$(SYSCONFDIR).d/$$NAME.conf.sample; \
	fi; \
	install -d "$${load%/*}" "$${conf%/*}"; \
	printf '# Depends: dbd authz_core authn_core auth_basic\nLoadModule disclosure_module %s\n' \
	    $(LIBEXECDIR)/mod_disclosure.so > "$$load"; \
	[ -e "$$conf" ] && conf=$$conf.new; \
	sed 's|@DATADIR@|$(DATADIR)|g' conf/httpd/disclosure.conf > "$$conf"; \
	echo "sample configuration in $$conf"; \
	[ -z "$(IS_DEBIAN)" ] || echo "switch it on: a2enmod disclosure && a2enconf disclosure && apachectl configtest"

# ---- What people and machines call ----

.PHONY: help deps run check bench asan clean gates manual npm
help:
	@echo 'make            build the module and disclosurectl into $(BUILD)/'
	@echo 'make run        install what is missing, build, serve a demonstration on 127.0.0.1:$$PORT (8080)'
	@echo 'make check      install what is missing, build, run all tests; last line: N passed, N failed'
	@echo 'make install    module, tool, data files and a sample configuration into the host'"'"'s httpd'
	@echo 'make bench      measure'
	@echo 'make asan       tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make fuzz       fuzz every reader for FUZZ_SECONDS each'
	@echo 'make manual     take the pictures of the on-line manual anew, from the portal as it is'
	@echo 'make clean      remove $(BUILD)/'

deps:
	@sh tests/deps.sh run check

run:
	@sh tests/deps.sh run
	@$(MAKE) --no-print-directory -j$$(getconf _NPROCESSORS_ONLN) all
	@BUILD='$(BUILD)' exec sh conf/demo/run.sh

check:
	@sh tests/deps.sh run check || { echo '0 passed, 1 failed'; exit 1; }
	@exec $(PYTHON) tests/check.py --build $(BUILD) $(MAKEOVERRIDES)

SANITIZER_FLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan:
	@sh tests/deps.sh run check || { echo '0 passed, 1 failed'; exit 1; }
	@exec $(PYTHON) tests/check.py --build $(BUILD)/asan --sanitizer \
	    --only build,unit,replay,integration \
	    'CFLAGS=$(SANITIZER_FLAGS)' 'LDFLAGS=-fsanitize=address,undefined'

gates:
	@DISCLOSURE_BUILD='$(BUILD)' $(PYTHON) -m pytest -c tests/pytest.ini tests/gates

# The pages are judged after the pictures are in their places.
manual:
	@sh tests/deps.sh run check
	@$(MAKE) --no-print-directory all npm
	@DISCLOSURE_BUILD='$(BUILD)' $(PYTHON) -m pytest -q -c tests/pytest.ini -k pictures_are_taken \
	    tests/browser/test_manual.py
	@$(PYTHON) tests/manual.py $(BUILD)

bench:
	@sh tests/deps.sh run check bench
	@$(MAKE) --no-print-directory all $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
	@DISCLOSURE_BUILD='$(BUILD)' $(PYTHON) tests/bench/bench.py

$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libdisclosure.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libdisclosure.a $(LIBS) $(APR_LIBS)

# The outside judges of the browser tests, exactly the versions of the lock file.
# Node trusts what the system trusts, not only what it brought along.
SYSTEM_CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt \
                                              /etc/pki/tls/certs/ca-bundle.crt))
npm: $(BUILD)/npm/.done
$(BUILD)/npm/.done: tests/package.json tests/package-lock.json
	@mkdir -p $(@D)
	cp tests/package.json tests/package-lock.json $(@D)/
	cd $(@D) && NODE_EXTRA_CA_CERTS=$${NODE_EXTRA_CA_CERTS:-$(SYSTEM_CERTIFICATES)} \
	    timeout 600 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

clean:
	rm -rf $(BUILD)

print-%:
	@echo $($*)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
