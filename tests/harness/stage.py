"""The project as `make install` lays it out, in a folder of the test's own."""
import os
import shutil
import subprocess

from harness import places


class Stage:
    def __init__(self, folder):
        self.folder = folder
        environment = {name: value for name, value in os.environ.items()
                       if name not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL')}
        subprocess.run(['make', '-s', 'install-files', 'BUILD=' + places.BUILD,
                        'DESTDIR=' + folder, 'PREFIX=/usr'], cwd=places.ROOT, check=True,
                       env=environment, stdout=subprocess.DEVNULL, timeout=600)
        self.module = folder + places.modules() + '/mod_disclosure.so'
        self.tool = folder + '/usr/bin/disclosurectl'
        self.data = folder + '/usr/share/mod_disclosure'

    def data_with(self, folder, *files):
        """A copy of the data files with more formats in it; its path."""
        shutil.copytree(self.data, folder)
        for file in files:
            shutil.copy(file, os.path.join(folder, 'formats'))
        return folder
