-- Schema version 2: the staff portal. Types are those of version 1.

-- Pictures and attachments, by the digest of their bytes, which lie in the
-- directory of DisclosureFiles.
CREATE TABLE ds_file (
    digest {hash} NOT NULL PRIMARY KEY,
    digest_algorithm {word} NOT NULL,
    media_type {line} NOT NULL,
    byte_size {int} NOT NULL,
    width {int} NOT NULL,
    height {int} NOT NULL
) {table};

-- Which organ has it, from whom, under which name.
CREATE TABLE ds_file_upload (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    digest {hash} NOT NULL REFERENCES ds_file (digest),
    original_name {line},
    account {key} NOT NULL,
    uploaded_at {int} NOT NULL,
    PRIMARY KEY (organ_key, digest)
) {table};
CREATE INDEX ds_file_upload_digest ON ds_file_upload (digest);

-- The files a publication uses: what makes them public. A report taken over
-- may name some that were never uploaded.
CREATE TABLE ds_publication_file (
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    n {int} NOT NULL,
    digest {hash} NOT NULL,
    PRIMARY KEY (organ_key, year, n, digest),
    FOREIGN KEY (organ_key, year, n) REFERENCES ds_publication (organ_key, year, n)
) {table};
CREATE INDEX ds_publication_file_digest ON ds_publication_file (digest);
-- Who is signed in by our own form. id is the digest of the key in the cookie;
-- last_sign_in the sign-in before this one. Not part of a backup.
CREATE TABLE ds_session (
    id {key} NOT NULL PRIMARY KEY,
    account {key} NOT NULL,
    created_at {int} NOT NULL,
    used_at {int} NOT NULL,
    last_sign_in {int} NOT NULL,
    address {word}
) {table};
CREATE INDEX ds_session_account ON ds_session (account);

-- One-time codes that let somebody set a new password; the digest of the code.
-- Not part of a backup.
CREATE TABLE ds_reset (
    account {key} NOT NULL PRIMARY KEY,
    code {key} NOT NULL,
    issued_by {key} NOT NULL,
    expires_at {int} NOT NULL
) {table};


-- What reviewers and writers say to each other about a place of a report: a
-- cell's address, or a passage. `passage` is what stood there then.
CREATE TABLE ds_comment (
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    number {int} NOT NULL,
    revision {int} NOT NULL,
    place {hash},
    passage {line},
    account {key} NOT NULL,
    written_at {int} NOT NULL,
    comment_text {note} NOT NULL,
    resolved_by {key},
    resolved_at {int} NOT NULL,
    PRIMARY KEY (organ_key, year, number),
    FOREIGN KEY (organ_key, year) REFERENCES ds_report (organ_key, year)
) {table};

-- Steps that were signed on paper, as recorded by `account`; scan is the digest
-- of the signed sheet's picture, where there is one.
CREATE TABLE ds_signature (
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    number {int} NOT NULL,
    revision {int} NOT NULL,
    step_name {line} NOT NULL,
    signer {line} NOT NULL,
    post {line},
    signed_on {word} NOT NULL,
    scan {hash},
    account {key} NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (organ_key, year, number),
    FOREIGN KEY (organ_key, year) REFERENCES ds_report (organ_key, year)
) {table};

-- Which tag of a report somebody has last had open.
CREATE TABLE ds_opened (
    account {key} NOT NULL,
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    tag {word} NOT NULL,
    opened_at {int} NOT NULL,
    PRIMARY KEY (account, organ_key, year),
    FOREIGN KEY (organ_key, year) REFERENCES ds_report (organ_key, year)
) {table};

-- The history of one report.
CREATE INDEX ds_audit_report ON ds_audit (organ_key, year, number);

-- For which organs, each with all below, a year has been opened.
CREATE TABLE ds_year (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    year {int} NOT NULL,
    account {key} NOT NULL,
    opened_at {int} NOT NULL,
    PRIMARY KEY (organ_key, year)
) {table};

-- Which organs owe a report of a year, under which name and format, to whom, by
-- when; reason is that of the last change.
CREATE TABLE ds_roster (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    year {int} NOT NULL,
    organ_name {line} NOT NULL,
    format {word} NOT NULL,
    superior {key},
    due {word} NOT NULL,
    is_owed {int} NOT NULL,
    reason {note},
    account {key} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (organ_key, year)
) {table};
CREATE INDEX ds_roster_year ON ds_roster (year);

-- Reminders of a report that is owed: notices in the portal, and calls, with who
-- made them and what was said.
CREATE TABLE ds_reminder (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    year {int} NOT NULL,
    number {int} NOT NULL,
    is_call {int} NOT NULL,
    account {key} NOT NULL,
    made_at {int} NOT NULL,
    reminder_text {note},
    PRIMARY KEY (organ_key, year, number)
) {table};

-- Reports to be published at a time, on behalf of the account; tag is that of
-- the revision meant, failure why it came to nothing.
CREATE TABLE ds_schedule (
    organ_key {key} NOT NULL REFERENCES ds_organ (organ_key),
    year {int} NOT NULL,
    tag {word} NOT NULL,
    publish_at {int} NOT NULL,
    account {key} NOT NULL,
    failure {note},
    PRIMARY KEY (organ_key, year)
) {table};
