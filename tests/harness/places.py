"""Where things are: the tree, the build, the system's httpd, a user to run it."""
import functools
import os
import pwd
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get('DISCLOSURE_BUILD', 'build'))
DATA = os.path.join(ROOT, 'tests', 'data')
SANITIZER = bool(os.environ.get('DISCLOSURE_SANITIZER'))
SEED = os.path.join(ROOT, '..', 'shared', 'seeds', '000_a23f84ef80150604.txt')

SEARCH = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'


def program(*names):
    """The path of the first of these programs that there is."""
    for name in names:
        path = shutil.which(name, path=SEARCH)
        if path:
            return path
    raise FileNotFoundError('none of these programs: ' + ', '.join(names))


@functools.lru_cache(None)
def httpd():
    return program('apache2', 'httpd')


@functools.lru_cache(None)
def modules():
    """The folder of the system's httpd modules."""
    return subprocess.run([program('apxs2', 'apxs'), '-q', 'LIBEXECDIR'], check=True,
                          capture_output=True, text=True).stdout.strip()


@functools.lru_cache(None)
def user():
    """Who runs servers and tool: ourselves, or an unprivileged user when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ('www-data', 'apache', 'nobody'):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise KeyError('no unprivileged user')


def identity():
    """Arguments for subprocess that make a program run as user()."""
    if os.geteuid() != 0:
        return {}
    return {'user': user().pw_uid, 'group': user().pw_gid, 'extra_groups': []}


def folder(path):
    """Makes a folder that belongs to user()."""
    os.makedirs(path, mode=0o755)
    if os.geteuid() == 0:
        os.chown(path, user().pw_uid, user().pw_gid)
    return path


def private_folder():
    """A new folder in a place that every user may pass through."""
    path = tempfile.mkdtemp(prefix='disclosure-test-', dir='/var/tmp')
    os.chmod(path, 0o755)
    return path


def sanitizer_environment(log):
    """What a program under AddressSanitizer needs; its reports go to log.PID."""
    if not SANITIZER:
        return {}
    libraries = [subprocess.run(['gcc', '-print-file-name=' + name], check=True,
                                capture_output=True, text=True).stdout.strip()
                 for name in ('libasan.so', 'libubsan.so')]
    return {'LD_PRELOAD': ' '.join(libraries),
            'ASAN_OPTIONS': 'detect_leaks=0:log_path=' + log,
            'UBSAN_OPTIONS': 'print_stacktrace=1:log_path=' + log}
