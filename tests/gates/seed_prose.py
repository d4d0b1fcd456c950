"""The prose of the real seed report is somebody else's and is in no file of
ours; its figures and the official labels may be."""
import glob
import os
import re

import sources

# A run of this many Chinese characters is prose, not a term.
RUN = 14

# Names of laws and notices, titles of the official form.
OFFICIAL = re.compile(r'临淄区人民政府稷下街道办事处|《[^》]*》|[一二三四五六]、[^。\n]*|（本列数据[^）]*）|\d+[.．][^；。\n]*')


def seeds(root):
    return sorted(glob.glob(os.path.join(root, '..', 'shared', 'seeds', '*.txt')))


def runs(text):
    """All runs of RUN Chinese characters, punctuation left out of the text."""
    for piece in re.findall(r'[\u4e00-\u9fff]{%d,}' % RUN, text):
        for start in range(len(piece) - RUN + 1):
            yield piece[start:start + RUN]


def prose_of(seed_text):
    """The runs of the sections of prose; the tables hold official labels only."""
    before, _, rest = seed_text.partition('二、')
    after = rest.partition('五、存在')[2]
    return set(runs(OFFICIAL.sub('\n', before + '\n' + after)))


def problems(root, build=None):
    found = []
    prose = set()
    for seed in seeds(root):
        with open(seed, encoding='utf-8') as file:
            prose |= prose_of(file.read())
    for path in sources.files(root):
        try:
            text = sources.read(root, path)
        except UnicodeDecodeError:
            continue
        found += ['%s: prose of the seed: %s' % (path, run)
                  for run in sorted(prose.intersection(runs(text)))[:3]]
    return found
