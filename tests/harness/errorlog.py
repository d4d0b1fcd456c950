"""The error log of a server: no line in it goes unnoticed.

A line of level warn or above that a test did not announce makes the test
fail, and so does a child that crashed (which httpd tells at level notice)."""
import re

LINE = re.compile(r'^\[[^\]]*\] \[(?P<module>[\w-]*):(?P<level>\w+)\] (?P<text>.*)$')
QUIET = {'notice', 'info', 'debug'} | {'trace%d' % n for n in range(1, 9)}
# httpd's own, when it is stopped while a connection is closing, or while a worker
# reads a request that a client has begun and does not go on with: such a child
# is killed in the end.
STOPPING = re.compile(r'AH0309[23]: process_\w+|'
                      r'AH0004[56]: child process \d+ still did not exit')
CRASH = re.compile(r'exit signal|AddressSanitizer|runtime error')


class ErrorLog:
    def __init__(self, path):
        self.path = path
        self.offset = 0
        self.announced = []

    def expect(self, pattern):
        """Announces lines; each pattern must be met, however often."""
        self.announced.append([re.compile(pattern), 0])

    def lines(self):
        """Lines since the last call."""
        try:
            with open(self.path, encoding='utf-8', errors='replace') as file:
                file.seek(self.offset)
                text = file.read()
                self.offset = file.tell()
        except FileNotFoundError:
            return []
        return text.splitlines()

    def is_noise(self, line):
        match = LINE.match(line)
        if match and STOPPING.search(line):
            return True
        return bool(match and match['level'] in QUIET and not CRASH.search(line))

    def is_announced(self, line):
        met = [entry for entry in self.announced if entry[0].search(line)]
        for entry in met:
            entry[1] += 1
        return bool(met)

    def faults(self):
        """Unannounced lines and announcements that were not met since the
        last call; forgets the announcements."""
        found = [line for line in self.lines()
                 if line and not self.is_noise(line) and not self.is_announced(line)]
        found += ['announced, but not logged: ' + pattern.pattern
                  for pattern, times in self.announced if times == 0]
        self.announced = []
        return found
