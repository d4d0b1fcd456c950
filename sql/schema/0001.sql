-- Schema version 1.
--
-- One text for all engines. A word in braces stands for what each engine calls
-- it (the table below); a line that begins with @engine is for that engine
-- alone. Statements end with a semicolon at the end of a line. What stands
-- under "-- outside" runs before the transaction of this step, what stands
-- under "-- inside" within it, where the engine can.
--
-- type {key}   : sqlite3 = TEXT    | pgsql = VARCHAR(64) COLLATE "C"  | mysql = VARCHAR(64)
-- type {path}  : sqlite3 = TEXT    | pgsql = VARCHAR(800) COLLATE "C" | mysql = VARCHAR(800) CHARACTER SET ascii COLLATE ascii_bin
-- type {word}  : sqlite3 = TEXT    | pgsql = VARCHAR(64)              | mysql = VARCHAR(64)
-- type {hash}  : sqlite3 = TEXT    | pgsql = VARCHAR(128)             | mysql = VARCHAR(128)
-- type {line}  : sqlite3 = TEXT    | pgsql = VARCHAR(500)             | mysql = VARCHAR(500)
-- type {note}  : sqlite3 = TEXT    | pgsql = VARCHAR(2000)            | mysql = VARCHAR(2000)
-- type {text}  : sqlite3 = TEXT    | pgsql = TEXT                     | mysql = MEDIUMTEXT
-- type {int}   : sqlite3 = INTEGER | pgsql = BIGINT                   | mysql = BIGINT
-- type {table} : sqlite3 =         | pgsql =                          | mysql = ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin

-- outside

-- Readers and the writer work side by side; this is kept in the database file.
@sqlite3 PRAGMA journal_mode = WAL;

-- inside

-- What the installation knows of itself: schema_version, secret.
CREATE TABLE ds_meta (
    name {key} NOT NULL PRIMARY KEY,
    value {line} NOT NULL
) {table};

-- sort_path orders the tree: position and key of every superior down to the
-- organ itself.
CREATE TABLE ds_organ (
    organ_key {key} NOT NULL PRIMARY KEY,
    kind {word} NOT NULL,
    parent {key},
    sibling_position {int} NOT NULL,
    sort_path {path} NOT NULL,
    valid_from {word},
    valid_until {word},
    address {line},
    postcode {line},
    telephone {line},
    fax {line},
    email {line},
    hours {line},
    guide_url {line},
    rules_url {line},
    request_url {line}
) {table};
CREATE INDEX ds_organ_parent ON ds_organ (parent);
CREATE INDEX ds_organ_sort ON ds_organ (sort_path);

-- Names and codes with the time they hold, in the order given.
CREATE TABLE ds_organ_name (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    place {int} NOT NULL,
    kind {word} NOT NULL,
    name_text {line} NOT NULL,
    valid_from {word},
    valid_until {word},
    PRIMARY KEY (organ_key, place)
) {table};

CREATE TABLE ds_organ_link (
    predecessor {key} NOT NULL,
    successor {key} NOT NULL,
    PRIMARY KEY (predecessor, successor)
) {table};

-- `version` is raised to lock the row before failures are counted.
CREATE TABLE ds_account (
    name {key} NOT NULL PRIMARY KEY,
    display_name {line},
    is_active {int} NOT NULL,
    password {hash},
    failures {int} NOT NULL,
    failure_at {int} NOT NULL,
    failure_address {word},
    locked_until {int} NOT NULL,
    last_sign_in {int} NOT NULL,
    version {int} NOT NULL
) {table};
-- Nobody: bears the failures of accounts that do not exist, so that those take
-- as long as others. The name is not one an account may have; the password is
-- the hash of random bytes nobody kept.
INSERT INTO ds_account (name, is_active, password, failures, failure_at, locked_until, last_sign_in, version)
    VALUES ('-', 0, '$2y$10$U3p9ttkQc4xy9GAGJu2EKeX6AxqUPV1W5IIoz6B.rm4aGa9tqaQX.', 0, 0, 0, 0, 0);

CREATE TABLE ds_grant (
    account {key} NOT NULL REFERENCES ds_account (name),
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    role {word} NOT NULL,
    PRIMARY KEY (account, organ_key, role)
) {table};

-- One row per report: the pointers to its working revision and to its public
-- version, the lock version, and all that lists need, apart from the text.
-- organ_name, format, title, digest, errors and warnings are those of the
-- public version where there is one, else of the working revision; latest is
-- the number of the newest publication, published that of the public one.
CREATE TABLE ds_report (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    year {int} NOT NULL,
    version {int} NOT NULL,
    working {int} NOT NULL,
    tag {word} NOT NULL,
    state {word} NOT NULL,
    step {int} NOT NULL,
    author {key} NOT NULL,
    changed_at {int} NOT NULL,
    latest {int} NOT NULL,
    published {int} NOT NULL,
    published_on {word},
    published_at {int} NOT NULL,
    organ_name {line} NOT NULL,
    format {word} NOT NULL,
    title {line} NOT NULL,
    digest_algorithm {word} NOT NULL,
    digest {hash} NOT NULL,
    errors {int} NOT NULL,
    warnings {int} NOT NULL,
    is_withdrawn {int} NOT NULL,
    withdrawn_reason {note},
    PRIMARY KEY (organ_key, year)
) {table};
CREATE INDEX ds_report_year ON ds_report (year);

-- Every revision is kept.
CREATE TABLE ds_revision (
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    number {int} NOT NULL,
    state {word} NOT NULL,
    step {int} NOT NULL,
    author {key} NOT NULL,
    created_at {int} NOT NULL,
    organ_name {line} NOT NULL,
    format {word} NOT NULL,
    title {line} NOT NULL,
    digest_algorithm {word} NOT NULL,
    digest {hash} NOT NULL,
    errors {int} NOT NULL,
    warnings {int} NOT NULL,
    PRIMARY KEY (organ_key, year, number),
    FOREIGN KEY (organ_key, year) REFERENCES ds_report (organ_key, year)
) {table};

-- The text of a revision: canonical XML, what the reader found, and all
-- findings with the reasons signed for them. The length shows whether a driver
-- cut the text.
CREATE TABLE ds_text (
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    number {int} NOT NULL,
    xml_length {int} NOT NULL,
    xml {text} NOT NULL,
    reader_findings {text} NOT NULL,
    findings {text} NOT NULL,
    PRIMARY KEY (organ_key, year, number),
    FOREIGN KEY (organ_key, year, number) REFERENCES ds_revision (organ_key, year, number)
) {table};

-- The n-th publication. figures: every cell, as core/figures.h says.
CREATE TABLE ds_publication (
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    n {int} NOT NULL,
    revision {int} NOT NULL,
    title {line} NOT NULL,
    index_number {line},
    document_number {line},
    published_on {word} NOT NULL,
    published_at {int} NOT NULL,
    old_address {line},
    notice {note},
    digest_algorithm {word} NOT NULL,
    digest {hash} NOT NULL,
    is_gone {int} NOT NULL,
    figures {text} NOT NULL,
    PRIMARY KEY (organ_key, year, n),
    FOREIGN KEY (organ_key, year, revision) REFERENCES ds_revision (organ_key, year, number)
) {table};
CREATE INDEX ds_publication_old ON ds_publication (old_address);

-- The record of what was done; each record carries the digest of the one
-- before.
CREATE TABLE ds_audit (
    number {int} NOT NULL PRIMARY KEY,
    previous {hash} NOT NULL,
    digest {hash} NOT NULL,
    digest_algorithm {word} NOT NULL,
    happened_at {int} NOT NULL,
    account {key} NOT NULL,
    address {word},
    action {word} NOT NULL,
    organ_key {key},
    year {int} NOT NULL,
    revision {int} NOT NULL,
    detail {note}
) {table};

-- One row: number and digest of the newest record. Every change begins by
-- raising the number, which locks the row until it is committed; so number
-- order is commit order, and changes come one after the other.
CREATE TABLE ds_audit_head (
    id {int} NOT NULL PRIMARY KEY,
    number {int} NOT NULL,
    digest {hash} NOT NULL
) {table};
INSERT INTO ds_audit_head (id, number, digest) VALUES (1, 0, '');
