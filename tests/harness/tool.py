"""disclosurectl, run as the user to whom the database belongs."""
import subprocess

from harness import places


class ToolFailed(Exception):
    pass


class Tool:
    def __init__(self, path, database, data, sanitizer_log):
        self.path = path
        self.environment = {
            'PATH': places.SEARCH, 'LANG': 'C.UTF-8', 'DISCLOSURE_DB_DRIVER': 'sqlite3',
            'DISCLOSURE_DB_PARAMS': database, 'DISCLOSURE_DATA': data,
            **places.sanitizer_environment(sanitizer_log)}

    def call(self, *arguments, input=None, environment=None, identity=None):
        """The finished process: returncode, stdout and stderr as text."""
        if isinstance(input, str):
            input = input.encode()
        done = subprocess.run(
            [self.path, *arguments], input=input if input is not None else b'',
            capture_output=True, timeout=120, cwd='/',
            env={**self.environment, **(environment or {})},
            **(places.identity() if identity is None else identity))
        done.stdout = done.stdout.decode('utf-8', 'strict')
        done.stderr = done.stderr.decode('utf-8', 'strict')
        return done

    def run(self, *arguments, **options):
        """Standard output of a call that must succeed."""
        done = self.call(*arguments, **options)
        if done.returncode != 0:
            raise ToolFailed('disclosurectl %s: exit %d\n%s%s' % (
                ' '.join(arguments), done.returncode, done.stdout, done.stderr))
        return done.stdout
