"""Brings the pictures that tests/browser/test_manual.py took into the manual.

    manual.py BUILD

Replaces the pictures of htdocs/manual by those taken, removes what no page
names any more, and writes each picture's width and height into the pages."""
import glob
import os
import re
import shutil
import struct
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MANUAL = os.path.join(ROOT, 'htdocs', 'manual')
IMAGE = re.compile(r'(<img src="([\w-]+\.png)" width=)"\d+" height="\d+"')


def size(path):
    """Width and height of a PNG."""
    with open(path, 'rb') as file:
        return struct.unpack('>II', file.read(24)[16:])


def with_sizes(text):
    def sized(found):
        width, height = size(os.path.join(MANUAL, found.group(2)))
        return '%s"%d" height="%d"' % (found.group(1), width, height)
    return IMAGE.sub(sized, text)


def main(build):
    for path in glob.glob(os.path.join(MANUAL, '*.png')):
        os.unlink(path)
    taken = glob.glob(os.path.join(build, 'screenshots', 'manual', '*.png'))
    for path in taken:
        shutil.copy(path, MANUAL)
    for path in glob.glob(os.path.join(MANUAL, '*.html')):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        with open(path, 'w', encoding='utf-8') as file:
            file.write(with_sizes(text))
    print('%d pictures, %d KB' % (len(taken), sum(map(os.path.getsize, taken)) // 1024))


if __name__ == '__main__':
    main(sys.argv[1])
