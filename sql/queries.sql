-- Every statement of the store.
--
-- "-- name: label(arguments) -> columns" names a statement; the label is also
-- what it is prepared under, so it begins with ds_. %s is text, %lld an
-- integer, %% a percent sign; the arguments are given in this order, "key*8"
-- stands for eight of them. A line that begins with @engine is for that engine
-- alone. "-- let: name = list" names a list of columns, or of placeholders, that
-- several statements share: {name}.
--
-- Rules that keep this portable: integers and text only; no RETURNING; no
-- LIKE with a literal %; a bare parameter is compared with a column or
-- a literal of its type; conditions that may be left out come as ranges.

-- let: listing = r.organ_key, r.year, r.organ_name, r.format, r.title, r.state, r.step, r.working, r.tag, r.author, r.latest, r.published, r.published_on, r.published_at, r.changed_at, r.digest_algorithm, r.digest, r.errors, r.warnings, r.is_withdrawn, r.withdrawn_reason, r.version
-- let: revision = v.number, v.state, v.step, v.author, v.created_at, v.organ_name, v.format, v.title, v.digest_algorithm, v.digest, v.errors, v.warnings
-- let: text = t.xml_length, t.xml, t.reader_findings, t.findings
-- let: public = p.n, p.revision, p.title, p.index_number, p.document_number, p.published_on, p.published_at, p.old_address, p.notice, p.digest_algorithm, p.digest, p.is_gone

-- ==== the connection and the schema ====

-- name: ds_ping() -> one
SELECT 1;

-- name: ds_has_schema() -> found
@sqlite3 SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'ds_meta';
@pgsql   SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA() AND table_name = 'ds_meta';
@mysql   SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'ds_meta';

-- name: ds_meta(name) -> value
SELECT value FROM ds_meta WHERE name = %s;

-- name: ds_meta_add(name, value)
INSERT INTO ds_meta (name, value) VALUES (%s, %s);

-- name: ds_meta_set(value, name)
UPDATE ds_meta SET value = %s WHERE name = %s;

-- ==== the record ====

-- Makes others wait who write a record, until this transaction ends.
-- name: ds_audit_hold()
UPDATE ds_audit_head SET number = number WHERE id = 1;

-- name: ds_audit_lock()
UPDATE ds_audit_head SET number = number + 1 WHERE id = 1;

-- name: ds_audit_head() -> number, digest
SELECT number, digest FROM ds_audit_head WHERE id = 1;

-- name: ds_audit_advance(digest)
UPDATE ds_audit_head SET digest = %s WHERE id = 1;

-- name: ds_audit_add(number, previous, digest, algorithm, at, account, address, action, organ, year, revision, detail)
INSERT INTO ds_audit (number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail)
    VALUES (%lld, %s, %s, %s, %lld, %s, %s, %s, %s, %lld, %lld, %s);

-- name: ds_audit_after(number, limit) -> number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail
SELECT number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail
    FROM ds_audit WHERE number > %lld ORDER BY number LIMIT %lld;

-- name: ds_audit_since(at) -> number
SELECT COALESCE(MIN(number), 0) FROM ds_audit WHERE happened_at >= %lld;

-- name: ds_audit_drop(number)
DELETE FROM ds_audit WHERE number <= %lld;

-- ==== organs ====

-- let: organ = o.organ_key, o.kind, o.parent, o.sibling_position, o.sort_path, o.valid_from, o.valid_until, o.address, o.postcode, o.telephone, o.fax, o.email, o.hours, o.guide_url, o.rules_url, o.request_url

-- name: ds_organ(key) -> {organ}
SELECT {organ} FROM ds_organ o WHERE o.organ_key = %s;

-- name: ds_organs() -> {organ}
SELECT {organ} FROM ds_organ o ORDER BY o.sort_path;

-- name: ds_organ_names(key) -> organ_key, kind, name_text, valid_from, valid_until
SELECT organ_key, kind, name_text, valid_from, valid_until FROM ds_organ_name
    WHERE organ_key = %s ORDER BY place;

-- name: ds_organs_names() -> organ_key, kind, name_text, valid_from, valid_until
SELECT organ_key, kind, name_text, valid_from, valid_until FROM ds_organ_name ORDER BY organ_key, place;

-- name: ds_organ_links(key, key) -> predecessor, successor
SELECT predecessor, successor FROM ds_organ_link
    WHERE predecessor = %s OR successor = %s ORDER BY predecessor, successor;

-- name: ds_organs_links() -> predecessor, successor
SELECT predecessor, successor FROM ds_organ_link ORDER BY predecessor, successor;

-- name: ds_organ_path(key) -> organ_key
WITH RECURSIVE path (organ_key, depth) AS (
    SELECT o.organ_key, 0 FROM ds_organ o WHERE o.organ_key = %s
    UNION ALL
    SELECT p.organ_key, path.depth + 1 FROM path
        JOIN ds_organ c ON c.organ_key = path.organ_key
        JOIN ds_organ p ON p.organ_key = c.parent
        WHERE path.depth < 32
) SELECT organ_key FROM path ORDER BY depth;

-- name: ds_organ_below(key) -> organ_key, parent, sibling_position
WITH RECURSIVE below (organ_key, depth) AS (
    SELECT o.organ_key, 0 FROM ds_organ o WHERE o.organ_key = %s
    UNION ALL
    SELECT c.organ_key, below.depth + 1 FROM below
        JOIN ds_organ c ON c.parent = below.organ_key
        WHERE below.depth < 32
) SELECT o.organ_key, o.parent, o.sibling_position FROM below
    JOIN ds_organ o ON o.organ_key = below.organ_key WHERE below.depth > 0 ORDER BY below.depth;

-- name: ds_organ_add(key, kind, parent, position, sort_path, from, until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url)
INSERT INTO ds_organ (organ_key, kind, parent, sibling_position, sort_path, valid_from, valid_until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url)
    VALUES (%s, %s, %s, %lld, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s);

-- name: ds_organ_set(kind, parent, position, sort_path, from, until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url, key)
UPDATE ds_organ SET kind = %s, parent = %s, sibling_position = %lld, sort_path = %s, valid_from = %s, valid_until = %s,
    address = %s, postcode = %s, telephone = %s, fax = %s, email = %s, hours = %s, guide_url = %s, rules_url = %s, request_url = %s
    WHERE organ_key = %s;

-- name: ds_organ_sort_set(sort_path, key)
UPDATE ds_organ SET sort_path = %s WHERE organ_key = %s;

-- name: ds_organ_names_drop(key)
DELETE FROM ds_organ_name WHERE organ_key = %s;

-- name: ds_organ_name_add(key, place, kind, text, from, until)
INSERT INTO ds_organ_name (organ_key, place, kind, name_text, valid_from, valid_until)
    VALUES (%s, %lld, %s, %s, %s, %s);

-- name: ds_organ_predecessors_drop(key)
DELETE FROM ds_organ_link WHERE successor = %s;

-- name: ds_organ_successors_drop(key)
DELETE FROM ds_organ_link WHERE predecessor = %s;

-- name: ds_organ_link_add(predecessor, successor)
INSERT INTO ds_organ_link (predecessor, successor) VALUES (%s, %s);

-- ==== accounts ====

-- let: account = a.name, a.display_name, a.is_active, a.password, a.failures, a.locked_until, a.last_sign_in

-- name: ds_account(name) -> {account}
SELECT {account} FROM ds_account a WHERE a.name = %s;

-- name: ds_accounts() -> {account}
SELECT {account} FROM ds_account a WHERE a.name <> '-' ORDER BY a.name;

-- name: ds_grants_of(account) -> account, organ_key, role
SELECT account, organ_key, role FROM ds_grant WHERE account = %s ORDER BY organ_key, role;

-- name: ds_grants() -> account, organ_key, role
SELECT account, organ_key, role FROM ds_grant ORDER BY account, organ_key, role;

-- name: ds_account_add(name, display_name, is_active)
INSERT INTO ds_account (name, display_name, is_active, failures, failure_at, locked_until, last_sign_in, version)
    VALUES (%s, %s, %lld, 0, 0, 0, 0, 0);

-- name: ds_account_set(display_name, is_active, name)
UPDATE ds_account SET display_name = %s, is_active = %lld, version = version + 1 WHERE name = %s;

-- name: ds_account_password(password, name)
UPDATE ds_account SET password = %s, failures = 0, locked_until = 0, version = version + 1 WHERE name = %s;

-- name: ds_account_lock(name)
UPDATE ds_account SET version = version + 1 WHERE name = %s;

-- name: ds_account_failed(failures, at, address, locked_until, name)
UPDATE ds_account SET failures = %lld, failure_at = %lld, failure_address = %s, locked_until = %lld WHERE name = %s;

-- name: ds_account_signed_in(at, name)
UPDATE ds_account SET failures = 0, locked_until = 0, last_sign_in = %lld, version = version + 1 WHERE name = %s;

-- name: ds_grants_drop(account)
DELETE FROM ds_grant WHERE account = %s;

-- name: ds_grant_add(account, organ, role)
INSERT INTO ds_grant (account, organ_key, role) VALUES (%s, %s, %s);

-- ==== sessions and reset codes ====

-- name: ds_session(id) -> id, account, created_at, used_at, last_sign_in, address
SELECT s.id, s.account, s.created_at, s.used_at, s.last_sign_in, s.address FROM ds_session s
    JOIN ds_account a ON a.name = s.account WHERE s.id = %s AND a.is_active = 1;

-- name: ds_session_add(id, account, created_at, used_at, last_sign_in, address)
INSERT INTO ds_session (id, account, created_at, used_at, last_sign_in, address)
    VALUES (%s, %s, %lld, %lld, %lld, %s);

-- name: ds_session_touch(at, id)
UPDATE ds_session SET used_at = %lld WHERE id = %s;

-- name: ds_session_drop(id, account)
DELETE FROM ds_session WHERE id = %s AND account = %s;

-- name: ds_session_end(id)
DELETE FROM ds_session WHERE id = %s;

-- name: ds_sessions_drop(account, kept)
DELETE FROM ds_session WHERE account = %s AND id <> %s;

-- name: ds_sessions_purge(used_before, created_before)
DELETE FROM ds_session WHERE used_at < %lld OR created_at < %lld;

-- name: ds_sessions_clear()
DELETE FROM ds_session;

-- name: ds_reset_of(account) -> account, code, issued_by, expires_at
SELECT account, code, issued_by, expires_at FROM ds_reset WHERE account = %s;

-- name: ds_reset_add(account, code, issued_by, expires_at)
INSERT INTO ds_reset (account, code, issued_by, expires_at) VALUES (%s, %s, %s, %lld);

-- name: ds_reset_drop(account)
DELETE FROM ds_reset WHERE account = %s;

-- name: ds_resets_clear()
DELETE FROM ds_reset;

-- ==== reports: reading ====

-- name: ds_report(organ, year) -> {listing}
SELECT {listing} FROM ds_report r WHERE r.organ_key = %s AND r.year = %lld;

-- name: ds_working(organ, year) -> {listing}, {revision}, {text}
SELECT {listing}, {revision}, {text} FROM ds_report r
    JOIN ds_revision v ON v.organ_key = r.organ_key AND v.year = r.year AND v.number = r.working
    JOIN ds_text t ON t.organ_key = r.organ_key AND t.year = r.year AND t.number = r.working
    WHERE r.organ_key = %s AND r.year = %lld;

-- A revision is reached through its publication only, and its text only while
-- that publication is not gone. n = 0 asks for the public one, or the newest
-- where none is public any more.
-- name: ds_public(organ, year, n, n) -> {listing}, {public}, {revision}, {text}
SELECT {listing}, {public}, {revision}, {text} FROM ds_report r
    JOIN ds_publication p ON p.organ_key = r.organ_key AND p.year = r.year
    JOIN ds_revision v ON v.organ_key = p.organ_key AND v.year = p.year AND v.number = p.revision
    LEFT JOIN ds_text t ON p.is_gone = 0 AND t.organ_key = p.organ_key AND t.year = p.year AND t.number = p.revision
    WHERE r.organ_key = %s AND r.year = %lld
        AND p.n = CASE WHEN %lld > 0 THEN %lld WHEN r.published > 0 THEN r.published ELSE r.latest END;

-- name: ds_versions(organ, year) -> {public}
SELECT {public} FROM ds_publication p WHERE p.organ_key = %s AND p.year = %lld ORDER BY p.n;

-- The public version where there is one, else the working one.
-- name: ds_known(organ, year) -> xml_length, xml
SELECT t.xml_length, t.xml FROM ds_report r
    LEFT JOIN ds_publication p ON p.organ_key = r.organ_key AND p.year = r.year AND p.n = r.published AND r.published > 0
    JOIN ds_text t ON t.organ_key = r.organ_key AND t.year = r.year AND t.number = COALESCE(p.revision, r.working)
    WHERE r.organ_key = %s AND r.year = %lld;

-- A page goes on in two spans: the rest of a year behind a place in the tree,
-- then the years before. One condition with OR for both, prepared and run
-- again with other values, came back with rows missing from MariaDB 10.11.
-- name: ds_list(organ_from, organ_to, state_from, state_to, published_min, year_from, year_to, after_path, limit) -> {listing}, sort_path
SELECT {listing}, o.sort_path FROM ds_report r JOIN ds_organ o ON o.organ_key = r.organ_key
    WHERE r.organ_key BETWEEN %s AND %s AND r.state BETWEEN %s AND %s AND r.published >= %lld
        AND r.year BETWEEN %lld AND %lld AND o.sort_path > %s
    ORDER BY r.year DESC, o.sort_path LIMIT %lld;

-- name: ds_list_below(organ_from, organ_to, state_from, state_to, published_min, year_from, year_to, after_path, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, b16, limit) -> {listing}, sort_path
SELECT {listing}, o.sort_path FROM ds_report r JOIN ds_organ o ON o.organ_key = r.organ_key
    WHERE r.organ_key BETWEEN %s AND %s AND r.state BETWEEN %s AND %s AND r.published >= %lld
        AND r.year BETWEEN %lld AND %lld AND o.sort_path > %s
        AND r.organ_key IN (
            WITH RECURSIVE below (organ_key) AS (
                SELECT b.organ_key FROM ds_organ b
                    WHERE b.organ_key IN (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
                UNION
                SELECT c.organ_key FROM below JOIN ds_organ c ON c.parent = below.organ_key
            ) SELECT organ_key FROM below)
    ORDER BY r.year DESC, o.sort_path LIMIT %lld;

-- name: ds_redirect(old_address) -> organ_key, year
SELECT organ_key, year FROM ds_publication WHERE old_address = %s ORDER BY published_at DESC, organ_key LIMIT 1;

-- ==== reports: changing ====

-- name: ds_report_add(organ, year, working, tag, state, step, author, at, latest, published, published_on, published_at, organ_name, format, title, algorithm, digest, errors, warnings)
INSERT INTO ds_report (organ_key, year, version, working, tag, state, step, author, changed_at, latest, published, published_on, published_at,
        organ_name, format, title, digest_algorithm, digest, errors, warnings, is_withdrawn)
    VALUES (%s, %lld, 1, %lld, %s, %s, %lld, %s, %lld, %lld, %lld, %s, %lld, %s, %s, %s, %s, %s, %lld, %lld, 0);

-- name: ds_report_set(working, tag, state, step, author, at, latest, published, published_on, published_at, organ_name, format, title, algorithm, digest, errors, warnings, is_withdrawn, withdrawn_reason, organ, year, version)
UPDATE ds_report SET version = version + 1, working = %lld, tag = %s, state = %s, step = %lld, author = %s, changed_at = %lld,
    latest = %lld, published = %lld, published_on = %s, published_at = %lld, organ_name = %s, format = %s, title = %s,
    digest_algorithm = %s, digest = %s, errors = %lld, warnings = %lld, is_withdrawn = %lld, withdrawn_reason = %s
    WHERE organ_key = %s AND year = %lld AND version = %lld;

-- name: ds_revision_add(organ, year, number, state, step, author, at, organ_name, format, title, algorithm, digest, errors, warnings)
INSERT INTO ds_revision (organ_key, year, number, state, step, author, created_at, organ_name, format, title, digest_algorithm, digest, errors, warnings)
    VALUES (%s, %lld, %lld, %s, %lld, %s, %lld, %s, %s, %s, %s, %s, %lld, %lld);

-- name: ds_drafts_of(author) -> organ_key, year, working
SELECT organ_key, year, working FROM ds_report
    WHERE author = %s AND state IN ('draft', 'returned') ORDER BY organ_key, year;

-- name: ds_report_author(author, tag, at, organ, year)
UPDATE ds_report SET version = version + 1, author = %s, tag = %s, changed_at = %lld WHERE organ_key = %s AND year = %lld;

-- name: ds_revision_author(author, organ, year, number)
UPDATE ds_revision SET author = %s WHERE organ_key = %s AND year = %lld AND number = %lld;

-- name: ds_revision_state(state, step, organ, year, number)
UPDATE ds_revision SET state = %s, step = %lld WHERE organ_key = %s AND year = %lld AND number = %lld;

-- name: ds_revision_findings(errors, warnings, organ, year, number)
UPDATE ds_revision SET errors = %lld, warnings = %lld WHERE organ_key = %s AND year = %lld AND number = %lld;

-- name: ds_text_add(organ, year, number, xml_length, xml, reader_findings, findings)
INSERT INTO ds_text (organ_key, year, number, xml_length, xml, reader_findings, findings) VALUES (%s, %lld, %lld, %lld, %s, %s, %s);

-- name: ds_text_findings(findings, organ, year, number)
UPDATE ds_text SET findings = %s WHERE organ_key = %s AND year = %lld AND number = %lld;

-- name: ds_publication_add(organ, year, n, revision, title, index_number, document_number, published_on, published_at, old_address, notice, algorithm, digest, figures)
INSERT INTO ds_publication (organ_key, year, n, revision, title, index_number, document_number, published_on, published_at, old_address, notice, digest_algorithm, digest, is_gone, figures)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %s, %s, %lld, %s, %s, %s, %s, 0, %s);

-- name: ds_index_number(organ, year) -> index_number
SELECT index_number FROM ds_publication WHERE organ_key = %s AND year = %lld AND index_number IS NOT NULL ORDER BY n DESC LIMIT 1;

-- name: ds_publications_of_year(year) -> found
SELECT COUNT(*) FROM ds_publication WHERE year = %lld;

-- name: ds_publications_gone(organ, year)
UPDATE ds_publication SET is_gone = 1 WHERE organ_key = %s AND year = %lld;

-- name: ds_revisions_withdrawn(state, organ, year, was)
UPDATE ds_revision SET state = %s WHERE organ_key = %s AND year = %lld AND state = %s;

-- name: ds_revision(organ, year, number) -> {revision}
SELECT {revision} FROM ds_revision v WHERE v.organ_key = %s AND v.year = %lld AND v.number = %lld;

-- ==== the year ====

-- name: ds_reminders(first_year, last_year) -> organ_key, year, is_call, account, display_name, made_at, reminder_text
SELECT m.organ_key, m.year, m.is_call, m.account, a.display_name, m.made_at, m.reminder_text
    FROM ds_reminder m LEFT JOIN ds_account a ON a.name = m.account
    WHERE m.year BETWEEN %lld AND %lld ORDER BY m.organ_key, m.year, m.number;

-- name: ds_reminder_last(organ, year) -> number, notice_at
SELECT COALESCE(MAX(number), 0), COALESCE(MAX(CASE WHEN is_call = 0 THEN made_at ELSE 0 END), 0)
    FROM ds_reminder WHERE organ_key = %s AND year = %lld;

-- name: ds_reminder_add(organ, year, number, is_call, account, at, text)
INSERT INTO ds_reminder (organ_key, year, number, is_call, account, made_at, reminder_text)
    VALUES (%s, %lld, %lld, %lld, %s, %lld, %s);

-- name: ds_scheduled() -> organ_key, year, tag, publish_at, account, failure
SELECT s.organ_key, s.year, s.tag, s.publish_at, s.account, s.failure FROM ds_schedule s
    JOIN ds_organ o ON o.organ_key = s.organ_key
    JOIN ds_report r ON r.organ_key = s.organ_key AND r.year = s.year
    WHERE s.failure IS NULL OR r.state <> 'published' ORDER BY s.publish_at, o.sort_path;

-- name: ds_schedule_due(now, limit) -> organ_key, year, tag, publish_at, account, failure
SELECT s.organ_key, s.year, s.tag, s.publish_at, s.account, s.failure FROM ds_schedule s
    WHERE s.failure IS NULL AND s.publish_at <= %lld ORDER BY s.publish_at, s.organ_key, s.year LIMIT %lld;

-- name: ds_schedule_add(organ, year, tag, at, account)
INSERT INTO ds_schedule (organ_key, year, tag, publish_at, account) VALUES (%s, %lld, %s, %lld, %s);

-- name: ds_schedule_drop(organ, year)
DELETE FROM ds_schedule WHERE organ_key = %s AND year = %lld;

-- name: ds_schedule_fail(failure, organ, year, tag)
UPDATE ds_schedule SET failure = %s WHERE organ_key = %s AND year = %lld AND tag = %s;

-- name: ds_progress(year) -> organ_key, first_on, versions, returns
SELECT r.organ_key,
        (SELECT p.published_on FROM ds_publication p WHERE p.organ_key = r.organ_key AND p.year = r.year AND p.n = 1),
        r.latest,
        (SELECT COUNT(*) FROM ds_audit a WHERE a.organ_key = r.organ_key AND a.year = r.year AND a.action = 'return')
    FROM ds_report r WHERE r.year = %lld ORDER BY r.organ_key;

-- name: ds_standing(year_from, year_to, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, b16) -> organ_key, year, organ_name, state, step, tag, author, published, published_on, errors, warnings
SELECT r.organ_key, r.year, r.organ_name, r.state, r.step, r.tag, r.author, r.published, r.published_on, r.errors, r.warnings
    FROM ds_report r
    WHERE r.year BETWEEN %lld AND %lld
        AND r.organ_key IN (
            WITH RECURSIVE below (organ_key) AS (
                SELECT b.organ_key FROM ds_organ b
                    WHERE b.organ_key IN (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
                UNION
                SELECT c.organ_key FROM below JOIN ds_organ c ON c.parent = below.organ_key
            ) SELECT organ_key FROM below);

-- name: ds_openings(year) -> organ_key
SELECT organ_key FROM ds_year WHERE year = %lld ORDER BY organ_key;

-- name: ds_opening_add(organ, year, account, at)
INSERT INTO ds_year (organ_key, year, account, opened_at) VALUES (%s, %lld, %s, %lld);

-- name: ds_roster(first_year, last_year) -> organ_key, year, organ_name, format, superior, due, is_owed, reason, account, changed_at
SELECT d.organ_key, d.year, d.organ_name, d.format, d.superior, d.due, d.is_owed, d.reason, d.account, d.changed_at
    FROM ds_roster d JOIN ds_organ o ON o.organ_key = d.organ_key
    WHERE d.year BETWEEN %lld AND %lld ORDER BY d.year DESC, o.sort_path;

-- name: ds_roster_add(organ, year, organ_name, format, superior, due, is_owed, reason, account, at)
INSERT INTO ds_roster (organ_key, year, organ_name, format, superior, due, is_owed, reason, account, changed_at)
    VALUES (%s, %lld, %s, %s, %s, %s, %lld, %s, %s, %lld);

-- name: ds_roster_set(is_owed, due, reason, account, at, organ, year)
UPDATE ds_roster SET is_owed = %lld, due = COALESCE(%s, due), reason = %s, account = %s, changed_at = %lld
    WHERE organ_key = %s AND year = %lld;

-- ==== search ====

-- let: found = d.doc, d.organ_key, d.year, d.n, r.organ_name, r.format, r.title, r.published_on, o.sort_path
-- let: thirtytwo = %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld
-- let: sixteen = %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld, %lld
-- let: pairs = SELECT %lld AS gram, %s AS docs UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s UNION ALL SELECT %lld, %s

-- name: ds_search_last() -> doc
SELECT COALESCE(MAX(doc), 0) FROM ds_search_doc;

-- name: ds_search_doc_add(doc, organ, year, n)
INSERT INTO ds_search_doc (doc, organ_key, year, n) VALUES (%lld, %s, %lld, %lld);

-- Every report that is public, the oldest publication first.
-- name: ds_search_docs_fill()
INSERT INTO ds_search_doc (doc, organ_key, year, n)
    SELECT ROW_NUMBER() OVER (ORDER BY r.published_at, r.organ_key, r.year), r.organ_key, r.year, r.published
        FROM ds_report r WHERE r.published > 0;

-- A gram of 0 is none: it fills up a statement that has fewer.
-- name: ds_search_grams_add(field, segment, gram*32, docs*32)
INSERT INTO ds_search_gram (field, segment, gram, docs)
    SELECT %lld, %lld, g.gram, g.docs FROM ({pairs}) g WHERE g.gram > 0
@sqlite3 ON CONFLICT (field, segment, gram) DO UPDATE SET docs = ds_search_gram.docs || excluded.docs;
@pgsql   ON CONFLICT (field, segment, gram) DO UPDATE SET docs = ds_search_gram.docs || excluded.docs;
@mysql   ON DUPLICATE KEY UPDATE docs = CONCAT(ds_search_gram.docs, VALUES(docs));

-- name: ds_search_grams_clear()
DELETE FROM ds_search_gram;

-- name: ds_search_docs_clear()
DELETE FROM ds_search_doc;

-- name: ds_search_postings(field, segment*16, gram*32) -> segment, gram, docs
SELECT segment, gram, docs FROM ds_search_gram
    WHERE field = %lld AND segment IN ({sixteen}) AND gram IN ({thirtytwo});

-- The public version is found and no other: a doc of an earlier one, or of one
-- that is not public any more, has no row here.
-- name: ds_search_listings(doc*32) -> {found}
SELECT {found} FROM ds_search_doc d
    JOIN ds_report r ON r.organ_key = d.organ_key AND r.year = d.year AND r.published = d.n
    JOIN ds_organ o ON o.organ_key = d.organ_key
    WHERE d.doc IN ({thirtytwo}) ORDER BY d.doc DESC;

-- name: ds_search_text(organ, year, n) -> xml_length, xml
SELECT t.xml_length, t.xml FROM ds_publication p
    JOIN ds_report r ON r.organ_key = p.organ_key AND r.year = p.year AND r.published = p.n
    JOIN ds_text t ON t.organ_key = p.organ_key AND t.year = p.year AND t.number = p.revision
    WHERE p.organ_key = %s AND p.year = %lld AND p.n = %lld AND p.is_gone = 0;

-- name: ds_search_indexed(doc*16) -> doc, organ_name, title, xml_length, xml
SELECT d.doc, r.organ_name, r.title, t.xml_length, t.xml FROM ds_search_doc d
    JOIN ds_report r ON r.organ_key = d.organ_key AND r.year = d.year AND r.published = d.n
    JOIN ds_publication p ON p.organ_key = d.organ_key AND p.year = d.year AND p.n = d.n
    JOIN ds_text t ON t.organ_key = p.organ_key AND t.year = p.year AND t.number = p.revision
    WHERE d.doc IN ({sixteen}) ORDER BY d.doc;

-- name: ds_search_of_year(year, before, limit) -> doc
SELECT d.doc FROM ds_search_doc d WHERE d.year = %lld AND d.doc < %lld ORDER BY d.doc DESC LIMIT %lld;

-- An organ and all below it are a span of sort paths. In no order, so that one
-- with very many below it is found out soon; CROSS keeps SQLite to the order.
-- name: ds_search_below(path_from, path_to, year_from, year_to, limit) -> doc
SELECT d.doc FROM ds_organ o CROSS JOIN ds_search_doc d
    WHERE o.sort_path BETWEEN %s AND %s AND d.organ_key = o.organ_key AND d.year BETWEEN %lld AND %lld LIMIT %lld;

-- ==== files ====

-- let: file = f.digest, f.digest_algorithm, f.media_type, f.byte_size, f.width, f.height

-- name: ds_file(digest) -> {file}
SELECT {file} FROM ds_file f WHERE f.digest = %s;

-- name: ds_file_add(digest, algorithm, media_type, byte_size, width, height)
INSERT INTO ds_file (digest, digest_algorithm, media_type, byte_size, width, height) VALUES (%s, %s, %s, %lld, %lld, %lld);

-- name: ds_file_of_organ(organ, digest) -> {file}
SELECT {file} FROM ds_file_upload u JOIN ds_file f ON f.digest = u.digest WHERE u.organ_key = %s AND u.digest = %s;

-- name: ds_file_organs(digest) -> organ_key
SELECT organ_key FROM ds_file_upload WHERE digest = %s ORDER BY organ_key;

-- name: ds_file_upload_add(organ, digest, original_name, account, at)
INSERT INTO ds_file_upload (organ_key, digest, original_name, account, uploaded_at) VALUES (%s, %s, %s, %s, %lld);

-- Public while one of the versions that use it is; is_gone is 1 when none is any more.
-- name: ds_file_public(digest) -> {file}, is_gone
SELECT {file}, MIN(p.is_gone) FROM ds_file f
    JOIN ds_publication_file pf ON pf.digest = f.digest
    JOIN ds_publication p ON p.organ_key = pf.organ_key AND p.year = pf.year AND p.n = pf.n
    WHERE f.digest = %s GROUP BY {file};

-- name: ds_publication_file_add(organ, year, n, digest)
INSERT INTO ds_publication_file (organ_key, year, n, digest) VALUES (%s, %lld, %lld, %s);

-- ==== all that is public ====

-- name: ds_public_years() -> year, reports, newest
SELECT r.year, COUNT(*), MAX(r.published_at) FROM ds_report r WHERE r.published > 0
    GROUP BY r.year ORDER BY r.year DESC;

-- name: ds_recent(limit) -> r.organ_key, v.organ_name, r.year, p.n, r.published, p.title, p.notice, p.published_at
SELECT r.organ_key, v.organ_name, r.year, p.n, r.published, p.title, p.notice, p.published_at
    FROM ds_publication p JOIN ds_report r ON r.organ_key = p.organ_key AND r.year = p.year
    JOIN ds_revision v ON v.organ_key = p.organ_key AND v.year = p.year AND v.number = p.revision
    WHERE p.is_gone = 0 AND r.published > 0
    ORDER BY p.published_at DESC, p.organ_key, p.year, p.n DESC LIMIT %lld;

-- ==== figures of public reports ====

-- let: figures = r.organ_key, r.organ_name, o.kind, o.parent, r.year, r.format, p.n, p.title, p.published_on, p.published_at, p.digest_algorithm, p.digest, p.figures

-- name: ds_figures_of_organ(organ) -> {figures}
SELECT {figures} FROM ds_report r JOIN ds_organ o ON o.organ_key = r.organ_key
    JOIN ds_publication p ON p.organ_key = r.organ_key AND p.year = r.year AND p.n = r.published
    WHERE r.organ_key = %s AND r.published > 0 ORDER BY r.year DESC;

-- name: ds_figures_of_year(year) -> {figures}
SELECT {figures} FROM ds_report r JOIN ds_organ o ON o.organ_key = r.organ_key
    JOIN ds_publication p ON p.organ_key = r.organ_key AND p.year = r.year AND p.n = r.published
    WHERE r.year = %lld AND r.published > 0 ORDER BY o.sort_path;

-- name: ds_figures_years_below(parent) -> year
SELECT DISTINCT r.year FROM ds_organ o JOIN ds_report r ON r.organ_key = o.organ_key
    WHERE o.parent = %s AND r.published > 0 ORDER BY r.year DESC;

-- name: ds_figures_below(parent, year) -> {figures}
SELECT {figures} FROM ds_organ o JOIN ds_report r ON r.organ_key = o.organ_key
    JOIN ds_publication p ON p.organ_key = r.organ_key AND p.year = r.year AND p.n = r.published
    WHERE o.parent = %s AND r.year = %lld AND r.published > 0 ORDER BY o.sort_path;

-- ==== review: comments, signatures on paper, who has opened what, history ====

-- name: ds_comments(organ, year, open_from) -> number, revision, place, passage, account, written_at, comment_text, resolved_by, resolved_at, author_name, resolver_name
SELECT c.number, c.revision, c.place, c.passage, c.account, c.written_at, c.comment_text, c.resolved_by, c.resolved_at, a.display_name, b.display_name
    FROM ds_comment c LEFT JOIN ds_account a ON a.name = c.account LEFT JOIN ds_account b ON b.name = c.resolved_by
    WHERE c.organ_key = %s AND c.year = %lld AND c.resolved_at <= %lld ORDER BY c.number;

-- name: ds_comment_last(organ, year) -> number
SELECT COALESCE(MAX(number), 0) FROM ds_comment WHERE organ_key = %s AND year = %lld;

-- name: ds_comment_add(organ, year, number, revision, place, passage, account, at, text)
INSERT INTO ds_comment (organ_key, year, number, revision, place, passage, account, written_at, comment_text, resolved_at)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %s, %lld, %s, 0);

-- name: ds_comment_resolve(account, at, organ, year, number)
UPDATE ds_comment SET resolved_by = %s, resolved_at = %lld
    WHERE organ_key = %s AND year = %lld AND number = %lld AND resolved_at = 0;

-- name: ds_signatures(organ, year) -> number, revision, step_name, signer, post, signed_on, scan, account, recorded_at, account_name
SELECT s.number, s.revision, s.step_name, s.signer, s.post, s.signed_on, s.scan, s.account, s.recorded_at, a.display_name
    FROM ds_signature s LEFT JOIN ds_account a ON a.name = s.account
    WHERE s.organ_key = %s AND s.year = %lld ORDER BY s.number;

-- name: ds_signature_last(organ, year) -> number
SELECT COALESCE(MAX(number), 0) FROM ds_signature WHERE organ_key = %s AND year = %lld;

-- name: ds_signature_add(organ, year, number, revision, step_name, signer, post, signed_on, scan, account, at)
INSERT INTO ds_signature (organ_key, year, number, revision, step_name, signer, post, signed_on, scan, account, recorded_at)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %s, %s, %s, %s, %lld);

-- name: ds_signature_scan(scan, organ, year, number)
UPDATE ds_signature SET scan = %s WHERE organ_key = %s AND year = %lld AND number = %lld;

-- name: ds_report_reason(reason, organ, year)
UPDATE ds_report SET withdrawn_reason = %s WHERE organ_key = %s AND year = %lld;

-- name: ds_opened(account, organ, year) -> tag
SELECT tag FROM ds_opened WHERE account = %s AND organ_key = %s AND year = %lld;

-- name: ds_opened_add(account, organ, year, tag, at)
INSERT INTO ds_opened (account, organ_key, year, tag, opened_at) VALUES (%s, %s, %lld, %s, %lld);

-- name: ds_opened_drop(account, organ, year)
DELETE FROM ds_opened WHERE account = %s AND organ_key = %s AND year = %lld;

-- Newest first, from before a number on.
-- let: deed = h.number, h.happened_at, h.account, h.action, h.revision, h.detail, a.display_name

-- Whether the editor has it again: what was the last of its ways.
-- name: ds_last_turn(organ, year) -> {deed}
SELECT {deed} FROM ds_audit h LEFT JOIN ds_account a ON a.name = h.account
    WHERE h.organ_key = %s AND h.year = %lld AND h.action IN ('submit', 'return')
    ORDER BY h.number DESC LIMIT 1;

-- name: ds_history(organ, year, before, limit) -> {deed}
SELECT {deed} FROM ds_audit h LEFT JOIN ds_account a ON a.name = h.account
    WHERE h.organ_key = %s AND h.year = %lld AND h.number < %lld ORDER BY h.number DESC LIMIT %lld;

-- name: ds_revision_text(organ, year, number) -> {revision}, {text}
SELECT {revision}, {text} FROM ds_revision v
    JOIN ds_text t ON t.organ_key = v.organ_key AND t.year = v.year AND t.number = v.number
    WHERE v.organ_key = %s AND v.year = %lld AND v.number = %lld;

-- ==== copies: every table in batches by its key, and back ====

-- name: ds_dump_meta(name, limit) -> name, value
SELECT name, value FROM ds_meta WHERE name > %s ORDER BY name LIMIT %lld;

-- name: ds_load_meta(name, value)
INSERT INTO ds_meta (name, value) VALUES (%s, %s);

-- name: ds_clear_meta()
DELETE FROM ds_meta;

-- name: ds_dump_organ(organ, limit) -> organ_key, kind, parent, sibling_position, sort_path, valid_from, valid_until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url
SELECT organ_key, kind, parent, sibling_position, sort_path, valid_from, valid_until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url
    FROM ds_organ WHERE organ_key > %s ORDER BY organ_key LIMIT %lld;

-- name: ds_load_organ(organ_key, kind, parent, sibling_position, sort_path, valid_from, valid_until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url)
INSERT INTO ds_organ (organ_key, kind, parent, sibling_position, sort_path, valid_from, valid_until, address, postcode, telephone, fax, email, hours, guide_url, rules_url, request_url)
    VALUES (%s, %s, %s, %lld, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s);

-- name: ds_clear_organ()
DELETE FROM ds_organ;

-- name: ds_dump_organ_name(organ, organ, place, limit) -> organ_key, place, kind, name_text, valid_from, valid_until
SELECT organ_key, place, kind, name_text, valid_from, valid_until FROM ds_organ_name
    WHERE organ_key > %s OR (organ_key = %s AND place > %lld) ORDER BY organ_key, place LIMIT %lld;

-- name: ds_load_organ_name(organ_key, place, kind, name_text, valid_from, valid_until)
INSERT INTO ds_organ_name (organ_key, place, kind, name_text, valid_from, valid_until) VALUES (%s, %lld, %s, %s, %s, %s);

-- name: ds_clear_organ_name()
DELETE FROM ds_organ_name;

-- name: ds_dump_organ_link(predecessor, predecessor, successor, limit) -> predecessor, successor
SELECT predecessor, successor FROM ds_organ_link
    WHERE predecessor > %s OR (predecessor = %s AND successor > %s) ORDER BY predecessor, successor LIMIT %lld;

-- name: ds_load_organ_link(predecessor, successor)
INSERT INTO ds_organ_link (predecessor, successor) VALUES (%s, %s);

-- name: ds_clear_organ_link()
DELETE FROM ds_organ_link;

-- name: ds_dump_account(name, limit) -> name, display_name, is_active, password, failures, failure_at, failure_address, locked_until, last_sign_in, version
SELECT name, display_name, is_active, password, failures, failure_at, failure_address, locked_until, last_sign_in, version
    FROM ds_account WHERE name > %s ORDER BY name LIMIT %lld;

-- name: ds_load_account(name, display_name, is_active, password, failures, failure_at, failure_address, locked_until, last_sign_in, version)
INSERT INTO ds_account (name, display_name, is_active, password, failures, failure_at, failure_address, locked_until, last_sign_in, version)
    VALUES (%s, %s, %lld, %s, %lld, %lld, %s, %lld, %lld, %lld);

-- name: ds_clear_account()
DELETE FROM ds_account;

-- name: ds_dump_grant(account, account, organ, account, organ, role, limit) -> account, organ_key, role
SELECT account, organ_key, role FROM ds_grant
    WHERE account > %s OR (account = %s AND organ_key > %s) OR (account = %s AND organ_key = %s AND role > %s)
    ORDER BY account, organ_key, role LIMIT %lld;

-- name: ds_load_grant(account, organ_key, role)
INSERT INTO ds_grant (account, organ_key, role) VALUES (%s, %s, %s);

-- name: ds_clear_grant()
DELETE FROM ds_grant;

-- name: ds_dump_report(organ, organ, year, limit) -> organ_key, year, version, working, tag, state, step, author, changed_at, latest, published, published_on, published_at, organ_name, format, title, digest_algorithm, digest, errors, warnings, is_withdrawn, withdrawn_reason
SELECT organ_key, year, version, working, tag, state, step, author, changed_at, latest, published, published_on, published_at, organ_name, format, title, digest_algorithm, digest, errors, warnings, is_withdrawn, withdrawn_reason
    FROM ds_report WHERE organ_key > %s OR (organ_key = %s AND year > %lld) ORDER BY organ_key, year LIMIT %lld;

-- name: ds_load_report(organ_key, year, version, working, tag, state, step, author, changed_at, latest, published, published_on, published_at, organ_name, format, title, digest_algorithm, digest, errors, warnings, is_withdrawn, withdrawn_reason)
INSERT INTO ds_report (organ_key, year, version, working, tag, state, step, author, changed_at, latest, published, published_on, published_at, organ_name, format, title, digest_algorithm, digest, errors, warnings, is_withdrawn, withdrawn_reason)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %lld, %s, %lld, %lld, %lld, %s, %lld, %s, %s, %s, %s, %s, %lld, %lld, %lld, %s);

-- name: ds_clear_report()
DELETE FROM ds_report;

-- name: ds_dump_revision(organ, organ, year, organ, year, number, limit) -> organ_key, year, number, state, step, author, created_at, organ_name, format, title, digest_algorithm, digest, errors, warnings
SELECT organ_key, year, number, state, step, author, created_at, organ_name, format, title, digest_algorithm, digest, errors, warnings
    FROM ds_revision WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND number > %lld)
    ORDER BY organ_key, year, number LIMIT %lld;

-- name: ds_load_revision(organ_key, year, number, state, step, author, created_at, organ_name, format, title, digest_algorithm, digest, errors, warnings)
INSERT INTO ds_revision (organ_key, year, number, state, step, author, created_at, organ_name, format, title, digest_algorithm, digest, errors, warnings)
    VALUES (%s, %lld, %lld, %s, %lld, %s, %lld, %s, %s, %s, %s, %s, %lld, %lld);

-- name: ds_clear_revision()
DELETE FROM ds_revision;

-- name: ds_dump_text(organ, organ, year, organ, year, number, limit) -> organ_key, year, number, xml_length, xml, reader_findings, findings
SELECT organ_key, year, number, xml_length, xml, reader_findings, findings
    FROM ds_text WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND number > %lld)
    ORDER BY organ_key, year, number LIMIT %lld;

-- name: ds_load_text(organ_key, year, number, xml_length, xml, reader_findings, findings)
INSERT INTO ds_text (organ_key, year, number, xml_length, xml, reader_findings, findings) VALUES (%s, %lld, %lld, %lld, %s, %s, %s);

-- name: ds_clear_text()
DELETE FROM ds_text;

-- name: ds_dump_publication(organ, organ, year, organ, year, n, limit) -> organ_key, year, n, revision, title, index_number, document_number, published_on, published_at, old_address, notice, digest_algorithm, digest, is_gone, figures
SELECT organ_key, year, n, revision, title, index_number, document_number, published_on, published_at, old_address, notice, digest_algorithm, digest, is_gone, figures
    FROM ds_publication WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND n > %lld)
    ORDER BY organ_key, year, n LIMIT %lld;

-- name: ds_load_publication(organ_key, year, n, revision, title, index_number, document_number, published_on, published_at, old_address, notice, digest_algorithm, digest, is_gone, figures)
INSERT INTO ds_publication (organ_key, year, n, revision, title, index_number, document_number, published_on, published_at, old_address, notice, digest_algorithm, digest, is_gone, figures)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %s, %s, %lld, %s, %s, %s, %s, %lld, %s);

-- name: ds_clear_publication()
DELETE FROM ds_publication;

-- name: ds_dump_file(digest, limit) -> digest, digest_algorithm, media_type, byte_size, width, height
SELECT digest, digest_algorithm, media_type, byte_size, width, height FROM ds_file WHERE digest > %s ORDER BY digest LIMIT %lld;

-- name: ds_load_file(digest, digest_algorithm, media_type, byte_size, width, height)
INSERT INTO ds_file (digest, digest_algorithm, media_type, byte_size, width, height) VALUES (%s, %s, %s, %lld, %lld, %lld);

-- name: ds_clear_file()
DELETE FROM ds_file;

-- name: ds_dump_file_upload(organ, organ, digest, limit) -> organ_key, digest, original_name, account, uploaded_at
SELECT organ_key, digest, original_name, account, uploaded_at FROM ds_file_upload
    WHERE organ_key > %s OR (organ_key = %s AND digest > %s) ORDER BY organ_key, digest LIMIT %lld;

-- name: ds_load_file_upload(organ_key, digest, original_name, account, uploaded_at)
INSERT INTO ds_file_upload (organ_key, digest, original_name, account, uploaded_at) VALUES (%s, %s, %s, %s, %lld);

-- name: ds_clear_file_upload()
DELETE FROM ds_file_upload;

-- name: ds_dump_publication_file(organ, organ, year, organ, year, n, organ, year, n, digest, limit) -> organ_key, year, n, digest
SELECT organ_key, year, n, digest FROM ds_publication_file
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND n > %lld)
        OR (organ_key = %s AND year = %lld AND n = %lld AND digest > %s)
    ORDER BY organ_key, year, n, digest LIMIT %lld;

-- name: ds_load_publication_file(organ_key, year, n, digest)
INSERT INTO ds_publication_file (organ_key, year, n, digest) VALUES (%s, %lld, %lld, %s);

-- name: ds_clear_publication_file()
DELETE FROM ds_publication_file;

-- name: ds_dump_comment(organ, organ, year, organ, year, number, limit) -> organ_key, year, number, revision, place, passage, account, written_at, comment_text, resolved_by, resolved_at
SELECT organ_key, year, number, revision, place, passage, account, written_at, comment_text, resolved_by, resolved_at FROM ds_comment
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND number > %lld)
    ORDER BY organ_key, year, number LIMIT %lld;

-- name: ds_load_comment(organ_key, year, number, revision, place, passage, account, written_at, comment_text, resolved_by, resolved_at)
INSERT INTO ds_comment (organ_key, year, number, revision, place, passage, account, written_at, comment_text, resolved_by, resolved_at)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %s, %lld, %s, %s, %lld);

-- name: ds_clear_comment()
DELETE FROM ds_comment;

-- name: ds_dump_signature(organ, organ, year, organ, year, number, limit) -> organ_key, year, number, revision, step_name, signer, post, signed_on, scan, account, recorded_at
SELECT organ_key, year, number, revision, step_name, signer, post, signed_on, scan, account, recorded_at FROM ds_signature
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND number > %lld)
    ORDER BY organ_key, year, number LIMIT %lld;

-- name: ds_load_signature(organ_key, year, number, revision, step_name, signer, post, signed_on, scan, account, recorded_at)
INSERT INTO ds_signature (organ_key, year, number, revision, step_name, signer, post, signed_on, scan, account, recorded_at)
    VALUES (%s, %lld, %lld, %lld, %s, %s, %s, %s, %s, %s, %lld);

-- name: ds_clear_signature()
DELETE FROM ds_signature;

-- name: ds_dump_opened(account, account, organ, account, organ, year, limit) -> account, organ_key, year, tag, opened_at
SELECT account, organ_key, year, tag, opened_at FROM ds_opened
    WHERE account > %s OR (account = %s AND organ_key > %s) OR (account = %s AND organ_key = %s AND year > %lld)
    ORDER BY account, organ_key, year LIMIT %lld;

-- name: ds_load_opened(account, organ_key, year, tag, opened_at)
INSERT INTO ds_opened (account, organ_key, year, tag, opened_at) VALUES (%s, %s, %lld, %s, %lld);

-- name: ds_clear_opened()
DELETE FROM ds_opened;

-- name: ds_dump_year(organ, organ, year, limit) -> organ_key, year, account, opened_at
SELECT organ_key, year, account, opened_at FROM ds_year
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) ORDER BY organ_key, year LIMIT %lld;

-- name: ds_load_year(organ_key, year, account, opened_at)
INSERT INTO ds_year (organ_key, year, account, opened_at) VALUES (%s, %lld, %s, %lld);

-- name: ds_clear_year()
DELETE FROM ds_year;

-- name: ds_dump_roster(organ, organ, year, limit) -> organ_key, year, organ_name, format, superior, due, is_owed, reason, account, changed_at
SELECT organ_key, year, organ_name, format, superior, due, is_owed, reason, account, changed_at FROM ds_roster
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) ORDER BY organ_key, year LIMIT %lld;

-- name: ds_load_roster(organ_key, year, organ_name, format, superior, due, is_owed, reason, account, changed_at)
INSERT INTO ds_roster (organ_key, year, organ_name, format, superior, due, is_owed, reason, account, changed_at)
    VALUES (%s, %lld, %s, %s, %s, %s, %lld, %s, %s, %lld);

-- name: ds_clear_roster()
DELETE FROM ds_roster;

-- name: ds_dump_reminder(organ, organ, year, organ, year, number, limit) -> organ_key, year, number, is_call, account, made_at, reminder_text
SELECT organ_key, year, number, is_call, account, made_at, reminder_text FROM ds_reminder
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) OR (organ_key = %s AND year = %lld AND number > %lld)
    ORDER BY organ_key, year, number LIMIT %lld;

-- name: ds_load_reminder(organ_key, year, number, is_call, account, made_at, reminder_text)
INSERT INTO ds_reminder (organ_key, year, number, is_call, account, made_at, reminder_text)
    VALUES (%s, %lld, %lld, %lld, %s, %lld, %s);

-- name: ds_clear_reminder()
DELETE FROM ds_reminder;

-- name: ds_dump_schedule(organ, organ, year, limit) -> organ_key, year, tag, publish_at, account, failure
SELECT organ_key, year, tag, publish_at, account, failure FROM ds_schedule
    WHERE organ_key > %s OR (organ_key = %s AND year > %lld) ORDER BY organ_key, year LIMIT %lld;

-- name: ds_load_schedule(organ_key, year, tag, publish_at, account, failure)
INSERT INTO ds_schedule (organ_key, year, tag, publish_at, account, failure) VALUES (%s, %lld, %s, %lld, %s, %s);

-- name: ds_clear_schedule()
DELETE FROM ds_schedule;

-- name: ds_dump_audit(number, limit) -> number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail
SELECT number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail
    FROM ds_audit WHERE number > %lld ORDER BY number LIMIT %lld;

-- name: ds_load_audit(number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail)
INSERT INTO ds_audit (number, previous, digest, digest_algorithm, happened_at, account, address, action, organ_key, year, revision, detail)
    VALUES (%lld, %s, %s, %s, %lld, %s, %s, %s, %s, %lld, %lld, %s);

-- name: ds_clear_audit()
DELETE FROM ds_audit;

-- name: ds_dump_audit_head(id, limit) -> id, number, digest
SELECT id, number, digest FROM ds_audit_head WHERE id > %lld ORDER BY id LIMIT %lld;

-- name: ds_load_audit_head(id, number, digest)
INSERT INTO ds_audit_head (id, number, digest) VALUES (%lld, %lld, %s);

-- name: ds_clear_audit_head()
DELETE FROM ds_audit_head;
