"""What a reader finds on a page: texts in order, tables cell by cell."""
import re

from lxml import html


def squeeze(text):
    """Without white space, with the full stop of a list number made plain."""
    return re.sub(r'(?<=\d)．', '.', re.sub(r'\s', '', text or ''))


def parse(answer):
    return html.document_fromstring(answer.content.decode('utf-8'))


def tables(tree):
    """For each table of figures, the texts of its cells in order, empty ones
    left out."""
    found = []
    for table in tree.xpath('//table[.//td]'):
        cells = [squeeze(''.join(cell.itertext())) for cell in table.xpath('.//th|.//td')]
        found.append([text for text in cells if text])
    return found


def grids(tree):
    """For each table, its rows as grid: every place covered exactly once.

    Raises ValueError where two cells claim a place or one is left open."""
    return [grid(table) for table in tree.xpath('//table[.//td]')]


def grid(table):
    rows = table.xpath('.//tr')
    places = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.xpath('./th|./td'):
            while (y, x) in places:
                x += 1
            for dy in range(int(cell.get('rowspan', 1))):
                for dx in range(int(cell.get('colspan', 1))):
                    if (y + dy, x + dx) in places:
                        raise ValueError('two cells at row %d, column %d' % (y + dy, x + dx))
                    places[y + dy, x + dx] = cell
    width = 1 + max(x for _, x in places)
    if set(places) != {(y, x) for y in range(len(rows)) for x in range(width)}:
        raise ValueError('places left open in a grid of %d columns' % width)
    return width, len(rows)


def headings(tree):
    return [squeeze(''.join(node.itertext())) for node in tree.xpath('//h1|//h2|//h3')]


def metas(tree):
    return {node.get('name'): node.get('content') for node in tree.xpath('//meta[@name]')}
