-- Schema version 3: what the public looks for. Types are those of version 1, and
-- one more: rows kept in the order of their key.
--
-- type {clustered} : sqlite3 = WITHOUT ROWID | pgsql = WITH (fillfactor = 80) | mysql = ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin

-- What is new.
CREATE INDEX ds_publication_recent ON ds_publication (published_at);

-- What can be searched: a number for each publication, in the order in which
-- they became public. Not part of a backup.
CREATE TABLE ds_search_doc (
    doc {int} NOT NULL PRIMARY KEY,
    organ_key {key} NOT NULL,
    year {int} NOT NULL,
    n {int} NOT NULL,
    FOREIGN KEY (organ_key, year, n) REFERENCES ds_publication (organ_key, year, n)
) {table};
CREATE UNIQUE INDEX ds_search_doc_version ON ds_search_doc (organ_key, year, n);
CREATE INDEX ds_search_doc_year ON ds_search_doc (year, doc);

-- In which of them two characters stand side by side (core/bigram.h). docs are
-- those of one segment, two characters each (store/search_index.c). Not part of
-- a backup.
CREATE TABLE ds_search_gram (
    field {int} NOT NULL,
    segment {int} NOT NULL,
    gram {int} NOT NULL,
    docs {note} NOT NULL,
    PRIMARY KEY (field, segment, gram)
) {clustered};
