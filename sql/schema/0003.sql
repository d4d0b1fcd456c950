-- Schema version 3: what the public looks for. Types are those of version 1.

-- What is new.
CREATE INDEX ds_publication_recent ON ds_publication (published_at);
