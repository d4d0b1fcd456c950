"""What is kept in a server's database, looked at from outside."""
import hashlib
import sqlite3

# Signing in is noted there and is no change to what is kept.
NOT_CONTENT = ('account', 'secret', 'sqlite')


def snapshot(database):
    """Table -> digest of all its rows."""
    connection = sqlite3.connect('file:%s?mode=ro' % database, uri=True, timeout=20)
    try:
        tables = [name for name, in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not any(word in name for word in NOT_CONTENT)]
        return {name: digest_of(connection, name) for name in tables}
    finally:
        connection.close()


def digest_of(connection, table):
    digest = hashlib.sha256()
    # Not every table has a rowid to be read by.
    for row in sorted(map(repr, connection.execute('SELECT * FROM "%s"' % table))):
        digest.update(row.encode())
    return digest.hexdigest()
