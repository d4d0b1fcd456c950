"""A private httpd: its own root, port, configuration and database."""
import glob
import os
import signal
import socket
import subprocess
import time

from harness import places
from harness.errorlog import ErrorLog
from harness.tool import Tool

BASE = '/disclosure'

# Loaded where the system has them as files; the rest is compiled in.
MODULES = ['unixd', 'log_config', 'watchdog', 'logio', 'authn_core', 'authn_file', 'authz_core',
           'authz_user', 'authz_host', 'auth_basic', 'dbd', 'mime', 'dir', 'alias', 'filter',
           'include', 'headers', 'deflate', 'setenvif', 'reqtimeout']

CONFIGURATION = '''
ServerRoot "{root}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{root}/run/httpd.pid"
DefaultRuntimeDir "{root}/run"
Mutex file:{root}/run default
{modules}
LoadModule disclosure_module "{module}"
ErrorLog "{root}/logs/error.log"
ErrorLogFormat "[%{{u}}t] [%-m:%l] %M"
LogLevel warn disclosure:info
LogFormat "%h %u \\"%r\\" %>s %b %D" short
CustomLog "{root}/logs/access.log" short
TypesConfig "{root}/mime.types"
DocumentRoot "{root}/www"
KeepAliveTimeout 5
Timeout 30
GracefulShutdownTimeout 5
{limits}
<Directory "{root}/www">
    Require all granted
    Options +Includes
    AddType text/html .shtml
    AddOutputFilter INCLUDES .shtml
</Directory>
DBDriver sqlite3
DBDParams "{database}"
DBDMin 1
DBDKeep 4
DBDMax 4
{site}
{extra}
'''

LIMITS = {
    'event': 'StartServers 2\nMinSpareThreads 4\nMaxSpareThreads 16\nThreadsPerChild 8\n'
             'MaxRequestWorkers 16\nServerLimit 2',
    'prefork': 'StartServers 2\nMinSpareServers 2\nMaxSpareServers 4\nMaxRequestWorkers 8',
}

SITE = '''
<DisclosureSite {base}>
{lines}
</DisclosureSite>
'''

# Identity is httpd's; the passwords are those of our accounts.
API = '''
<Location "{base}/api">
    AuthType Basic
    AuthName "disclosure"
    AuthBasicProvider disclosure
    Require valid-user
</Location>
'''

SITE_LINES = '''
DisclosureData "{data}"
DisclosureSiteName "示范区人民政府"
DisclosureOldAddresses /art/
{more}
'''


def compiled_in():
    listing = subprocess.run([places.httpd(), '-l'], capture_output=True, text=True,
                             check=True).stdout
    return {line.strip()[4:-2] for line in listing.splitlines() if line.strip().startswith('mod_')}


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds, what):
    """Polls until condition() is true; fails after a stated time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError('after %d s: %s' % (seconds, what))


class Server:
    """Started with start(), stopped with stop(); never a daemon, so that its
    process id is known."""

    def __init__(self, stage, folder, mpm='event', site='', extra='', data=None, database=True):
        self.stage = stage
        self.root = places.folder(folder)
        for name in ('run', 'logs', 'www', 'data'):
            places.folder(os.path.join(folder, name))
        open(os.path.join(folder, 'mime.types'), 'w').close()
        self.mpm = mpm
        self.data = data or stage.data
        self.database = os.path.join(folder, 'data', 'disclosure.db')
        self.site, self.extra = site, extra
        self.process = None
        self.port = free_port()
        self.errors = ErrorLog(os.path.join(folder, 'logs', 'error.log'))
        self.tool = Tool(stage.tool, self.database, self.data,
                         os.path.join(folder, 'logs', 'sanitizer'))
        if database:
            self.tool.run('init')

    @property
    def address(self):
        return 'http://127.0.0.1:%d' % self.port

    def url(self, path=''):
        return self.address + BASE + path

    def site_lines(self):
        return SITE_LINES.format(data=self.data, more=self.site)

    def write_configuration(self, name='httpd.conf', extra=None, site=None):
        """Writes a configuration file; its path."""
        built_in = compiled_in()
        wanted = ['mpm_' + self.mpm] + MODULES
        modules = ['LoadModule %s_module "%s/mod_%s.so"' % (module, places.modules(), module)
                   for module in wanted if module not in built_in]
        site_text = SITE.format(base=BASE, lines=self.site_lines()) + API.format(base=BASE)
        text = CONFIGURATION.format(
            root=self.root, port=self.port, modules='\n'.join(modules),
            module=self.stage.module, limits=LIMITS[self.mpm], database=self.database,
            site=site_text if site is None else site,
            extra=self.extra if extra is None else extra)
        path = os.path.join(self.root, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def environment(self):
        return {'PATH': places.SEARCH, 'LANG': 'C.UTF-8',
                **places.sanitizer_environment(os.path.join(self.root, 'logs', 'sanitizer'))}

    def command(self, configuration, *more):
        return [places.httpd(), '-d', self.root, '-f', configuration, *more]

    def configtest(self, extra=None, site=None):
        """(exit status, what httpd says) of `httpd -t` on a variant."""
        path = self.write_configuration('configtest.conf', extra, site)
        done = subprocess.run(self.command(path, '-t'), capture_output=True, text=True,
                              env=self.environment(), timeout=60, cwd='/', **places.identity())
        return done.returncode, done.stdout + done.stderr

    def start(self):
        """Starts and waits until it answers. A port that somebody took in the
        meantime is exchanged for another."""
        for _ in range(3):
            command = self.command(self.write_configuration(), '-DFOREGROUND')
            self.process = subprocess.Popen(command, env=self.environment(), cwd='/',
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.PIPE, start_new_session=True,
                                            **places.identity())
            if self.wait_for_port():
                return self
            said = self.process.communicate()[1].decode(errors='replace')
            if 'Address already in use' not in said:
                break
            self.port = free_port()
        raise RuntimeError('httpd did not start:\n%s\n%s' % (said, self.log_text()))

    def wait_for_port(self):
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(('127.0.0.1', self.port), 1).close()
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def log_text(self):
        try:
            with open(self.errors.path, encoding='utf-8', errors='replace') as file:
                return file.read()[-4000:]
        except FileNotFoundError:
            return ''

    def graceful(self):
        """A graceful restart; returns when the new generation is there."""
        known = self.log_text().count('resuming normal operations')
        self.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: self.log_text().count('resuming normal operations') > known, 30,
                   'graceful restart')

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(5)
                raise
        if self.process:
            self.process.stderr.close()
        self.process = None

    def sanitizer_reports(self):
        """What AddressSanitizer wrote, newest last; files are consumed."""
        found = []
        for path in sorted(glob.glob(os.path.join(self.root, 'logs', 'sanitizer.*'))):
            with open(path, encoding='utf-8', errors='replace') as file:
                found.append(file.read()[:6000])
            os.unlink(path)
        return found
