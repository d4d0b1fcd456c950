"""The module lets one name out: disclosure_module."""
import os
import subprocess

ONLY = {'disclosure_module'}


def names(shared_object):
    listing = subprocess.run(['nm', '-D', '--defined-only', shared_object], check=True,
                             capture_output=True, text=True).stdout
    return {line.split()[-1] for line in listing.splitlines() if line.strip()}


def problems(root, build=None):
    found = names(os.path.join(build, 'mod_disclosure.so'))
    return (['exported, and must not be: ' + name for name in sorted(found - ONLY)] +
            ['not exported: ' + name for name in sorted(ONLY - found)])
