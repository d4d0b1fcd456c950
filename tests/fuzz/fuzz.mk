# Fuzzing: every reader of foreign bytes has a target fuzz_NAME.c and a corpus
# corpus/NAME, which the ordinary build replays.

FUZZ_SECONDS ?= 20
FUZZ_NAMES   := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SHARED  := tests/fuzz/support.c tests/fuzz/fuzz.h
FUZZ_BUILD    = $(BUILD)/fuzz

# What the tests replay: program:corpus
REPLAY := $(foreach name,$(FUZZ_NAMES),$(BUILD)/replay/$(name):tests/fuzz/corpus/$(name))

.PHONY: replay-programs fuzz-programs fuzz-replay fuzz
replay-programs: $(FUZZ_NAMES:%=$(BUILD)/replay/%)
fuzz-programs: $(FUZZ_NAMES:%=$(BUILD)/fuzzer/%)

$(BUILD)/replay/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(FUZZ_SHARED) $(BUILD)/libdisclosure.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< tests/fuzz/replay.c tests/fuzz/support.c \
	    $(BUILD)/libdisclosure.a $(LIBS) $(APR_LIBS)

# Only sensible with clang and the flags that `fuzz` passes.
$(BUILD)/fuzzer/%: tests/fuzz/fuzz_%.c $(FUZZ_SHARED) $(BUILD)/libdisclosure.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< tests/fuzz/support.c \
	    $(BUILD)/libdisclosure.a $(LIBS) $(APR_LIBS)

fuzz-replay: replay-programs
	@for pair in $(REPLAY); do \
	    "$${pair%%:*}" "$${pair#*:}" 2> $(BUILD)/replay/log || { cat $(BUILD)/replay/log; exit 1; }; \
	done

# Each target for FUZZ_SECONDS; FUZZ_NAMES=json fuzzes one. What the fuzzer
# learns stays in the build folder, a fault it finds is named and belongs into
# the corpus.
FUZZ_CFLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
              -fno-sanitize-recover=undefined
fuzz:
	@sh tests/deps.sh fuzz
	@$(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=clang WARNINGS= \
	    CFLAGS='$(FUZZ_CFLAGS)' fuzz-programs
	@for name in $(FUZZ_NAMES); do \
	    mkdir -p $(FUZZ_BUILD)/learnt/$$name $(FUZZ_BUILD)/faults; \
	    dict=tests/fuzz/$$name.dict; \
	    timeout $$(($(FUZZ_SECONDS) * 2 + 120)) $(FUZZ_BUILD)/fuzzer/$$name \
	        -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=1024 -max_len=65536 \
	        -print_final_stats=1 -artifact_prefix=$(FUZZ_BUILD)/faults/$$name- \
	        $$([ -e $$dict ] && echo -dict=$$dict) \
	        $(FUZZ_BUILD)/learnt/$$name tests/fuzz/corpus/$$name \
	        > $(FUZZ_BUILD)/$$name.log 2>&1 \
	        || { tail -40 $(FUZZ_BUILD)/$$name.log; echo "$$name: a fault was found"; exit 1; }; \
	    echo "$$name: no fault in $(FUZZ_SECONDS) s, $$(sed -n 's/^stat::number_of_executed_units: *//p' \
	        $(FUZZ_BUILD)/$$name.log) inputs"; \
	done
