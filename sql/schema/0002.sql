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
