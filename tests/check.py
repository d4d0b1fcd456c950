"""Runs the tests and sums them up: what `make check` and `make asan` do.

    check.py --build DIR [--only STAGE,...] [--sanitizer] [VAR=VALUE ...]

Every VAR=VALUE goes to make. A stage is a row of STAGES; each yields how many
tests passed and failed, and what crashes, hangs or cannot be built counts as
failed. The last line is "N passed, N failed".
"""
import argparse
import collections
import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

Count = collections.namedtuple('Count', 'passed failed')
NOTHING = Count(0, 0)
ONE_PASSED = Count(1, 0)
ONE_FAILED = Count(0, 1)


class Run:
    """One run: where it builds and what it tells make and the tests."""

    def __init__(self, options):
        self.build = os.path.abspath(options.build)
        self.variables = ['BUILD=' + options.build] + options.variables
        self.environment = dict(os.environ, DISCLOSURE_BUILD=self.build,
                                PYTHONDONTWRITEBYTECODE='1')
        if options.sanitizer:
            self.environment['DISCLOSURE_SANITIZER'] = '1'
        for name in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'MAKEOVERRIDES'):
            self.environment.pop(name, None)

    def call(self, command, seconds, capture=False):
        """The exit status (None after a time-out) and, if captured, output.

        The command leads a process group of its own, so that nothing it
        started outlives it."""
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True,
            stdin=subprocess.DEVNULL, text=True, errors='replace',
            stdout=subprocess.PIPE if capture else None,
            stderr=subprocess.STDOUT if capture else None)
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            print('no end after %d s: %s' % (seconds, ' '.join(command)))
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
            return None, ''
        return process.returncode, output or ''

    def make(self, *targets):
        jobs = '-j%d' % (os.cpu_count() or 1)
        status, _ = self.call(['make', '--no-print-directory', jobs, *self.variables, *targets],
                              1800)
        return status == 0

    def variable(self, name):
        """What make says a variable of the Makefile is, as words."""
        status, output = self.call(['make', '-s', *self.variables, 'print-' + name], 60, True)
        return output.split() if status == 0 else []


def build(run):
    return ONE_PASSED if run.make('all') else ONE_FAILED


CHECK_LINE = re.compile(r'^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)$', re.M)


def count_check(status, output):
    """What a program of the Check library says; one failed when it says nothing."""
    lines = CHECK_LINE.findall(output)
    if not lines:
        return ONE_FAILED
    checks, failures, errors = (sum(map(int, column)) for column in zip(*lines))
    bad = failures + errors
    if status != 0 and bad == 0:
        bad = 1
    return Count(checks - failures - errors, bad)


def unit(run):
    total = NOTHING if run.make('-k', 'unit-programs') else ONE_FAILED
    programs = [path for path in run.variable('UNIT_BIN')
                if os.path.exists(os.path.join(ROOT, path))]
    for program in programs:
        status, output = run.call([os.path.join(ROOT, program)], 600, True)
        count = count_check(status, output)
        if count.failed:
            print(output)
            print('%s: exit %s' % (program, status))
        total = add(total, count)
    return total if programs else ONE_FAILED


def replay(run):
    """Each reader's fuzz corpus through the ordinary build; one test a reader."""
    if not run.make('replay-programs'):
        return ONE_FAILED
    total = NOTHING
    for line in run.variable('REPLAY'):
        program, corpus = line.split(':')
        status, output = run.call([os.path.join(ROOT, program), os.path.join(ROOT, corpus)],
                                  300, True)
        print('%s %s: %s' % (program, corpus, 'ok' if status == 0 else 'exit %s' % status))
        if status != 0:
            print(output[-4000:])
        total = add(total, ONE_PASSED if status == 0 else ONE_FAILED)
    return total if total != NOTHING else ONE_FAILED


def pytest(run, folder, seconds):
    result = os.path.join(run.build, 'results', folder + '.xml')
    os.makedirs(os.path.dirname(result), exist_ok=True)
    if os.path.exists(result):
        os.unlink(result)
    status, _ = run.call([sys.executable, '-m', 'pytest', '-c', 'tests/pytest.ini',
                          '--junitxml', result, 'tests/' + folder], seconds)
    try:
        suite = xml.etree.ElementTree.parse(result).getroot().find('testsuite')
    except (OSError, xml.etree.ElementTree.ParseError):
        return ONE_FAILED
    tests, failures, errors, skipped = (
        int(suite.get(name)) for name in ('tests', 'failures', 'errors', 'skipped'))
    bad = failures + errors
    if status not in (0, 1) and bad == 0:
        bad = 1
    return Count(max(tests - failures - errors - skipped, 0), bad)


def gates(run):
    return pytest(run, 'gates', 300)


def integration(run):
    return pytest(run, 'integration', 1800)


def browser(run):
    if not run.make('npm'):
        return ONE_FAILED
    return pytest(run, 'browser', 900)


STAGES = [build, unit, replay, gates, integration, browser]
# Without module and tool these have nothing to test.
NEED_BUILD = {integration, browser}


def add(a, b):
    return Count(a.passed + b.passed, a.failed + b.failed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--only', default=','.join(stage.__name__ for stage in STAGES))
    parser.add_argument('--sanitizer', action='store_true')
    parser.add_argument('variables', nargs='*')
    options = parser.parse_args()
    wanted = options.only.split(',')
    unknown = set(wanted) - {stage.__name__ for stage in STAGES}
    if unknown:
        parser.error('no such stage: ' + ', '.join(sorted(unknown)))
    run = Run(options)
    sys.stdout.reconfigure(line_buffering=True)
    total = NOTHING
    lines, is_built = [], True
    for stage in STAGES:
        if stage.__name__ in wanted:
            print('== ' + stage.__name__)
            count = stage(run) if is_built or stage not in NEED_BUILD else ONE_FAILED
            if stage is build:
                is_built = count == ONE_PASSED
            lines.append('%-12s %5d passed %5d failed' % (stage.__name__, *count))
            total = add(total, count)
    print('==', *lines, sep='\n')
    print('%d passed, %d failed' % total)
    return 1 if total.failed or not total.passed else 0


if __name__ == '__main__':
    sys.exit(main())
