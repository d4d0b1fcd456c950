# The SQL is compiled in: nothing of it is read at run time.

SQL_MADE := $(BUILD)/sql/statements.h $(BUILD)/sql/statements.inc $(BUILD)/sql/schema.inc

$(BUILD)/sql/statements.h: sql/queries.sql sql/statements.awk
	@mkdir -p $(@D)
	awk -v part=header -f sql/statements.awk sql/queries.sql > $@.new && mv $@.new $@

$(BUILD)/sql/statements.inc: sql/queries.sql sql/statements.awk
	@mkdir -p $(@D)
	awk -v part=table -f sql/statements.awk sql/queries.sql > $@.new && mv $@.new $@

$(BUILD)/sql/schema.inc: $(sort $(wildcard sql/schema/*.sql)) sql/schema.awk
	@mkdir -p $(@D)
	awk -f sql/schema.awk $(sort $(wildcard sql/schema/*.sql)) > $@.new && mv $@.new $@

$(patsubst %.c,$(BUILD)/%.o,$(wildcard mod_disclosure/store/*.c)): | $(SQL_MADE)
