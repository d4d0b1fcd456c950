"""Reports that hold together: every relation of the format is true of them.

The figures come out of a generator with a seed, so that a report is the same
each time and two reports are not alike."""
import copy
import random

from harness import official

# Units and notes as they are written in JSON.
AMOUNTS = {'art20_9/procurement/amount': {'value': '25.1', 'unit': '万元'},
           'art20_8/fees/amount': '316.4'}
RESULTS = {'2019': [row for row, _ in official.request_rows('2019')
                    if row not in ('new', 'carried_in', 'result_total', 'carried_out')],
           '2021': [row for row, _ in official.request_rows('2021')
                    if row not in ('new', 'carried_in', 'result_total', 'carried_out')]}


def requests_table(chance, format_id, carried_in):
    rows = {row: {} for row, _ in official.request_rows(format_id)}
    for applicant in official.APPLICANTS:
        results = {row: chance.choice([0, 0, 1, 2, 5]) for row in RESULTS[format_id]}
        closed = sum(results.values())
        carried = min(carried_in.get(applicant, 0), closed)
        out = carried_in.get(applicant, 0) - carried + chance.choice([0, 0, 1, 3])
        for row, value in results.items():
            rows[row][applicant] = value
        rows['carried_in'][applicant] = carried_in.get(applicant, 0)
        rows['new'][applicant] = closed + out - carried_in.get(applicant, 0)
        rows['result_total'][applicant] = closed
        rows['carried_out'][applicant] = out
    for row in rows.values():
        row['total'] = sum(row[applicant] for applicant in official.APPLICANTS)
    return rows


def disputes_table(chance):
    cases = {}
    for proceeding in official.PROCEEDINGS:
        figures = [chance.choice([0, 0, 1, 2]) for _ in official.OUTCOMES[:-1]]
        for outcome, value in zip(official.OUTCOMES, figures + [sum(figures)]):
            cases['%s.%s' % (proceeding, outcome)] = value
    return {'cases': cases}


def proactive_tables(chance, format_id):
    tables = {}
    for table, _, _, columns, rows in official.PROACTIVE[format_id]:
        tables[table] = {row: {column: chance.randint(0, 40) for column in columns}
                         for row, _ in rows}
    documents = tables['art20_1']['normative_documents']
    tables['art20_1']['regulations'] = dict.fromkeys(documents, 0)
    if format_id == '2019':
        documents.update(made={'value': 22, 'note': '其中修订16件'}, disclosed=20, public_total=61)
        tables['art20_6']['penalties']['change'] = -8
    else:
        documents.update(issued=4, repealed=1, in_force=37)
    for address, amount in AMOUNTS.items():
        table, row, column = address.split('/')
        if column in tables.get(table, {}).get(row, {}):
            tables[table][row][column] = copy.deepcopy(amount)
    return tables


def report(format_id, organ, year, name='示范街道办事处', carried_in=None, seed=0):
    """A report in JSON (contract of the interface for systems), without an
    error and without a warning."""
    chance = random.Random('%s %s %d %d' % (format_id, organ, year, seed))
    tables = proactive_tables(chance, format_id)
    tables['requests'] = requests_table(chance, format_id, carried_in or {})
    tables['disputes'] = disputes_table(chance)
    return {
        'organ': organ, 'organ_name': name, 'year': year, 'format': format_id,
        'title': '%s%d年政府信息公开工作年度报告' % (name, year),
        'sections': {
            'preface': ['本报告由%s编制，统计期限自%d年1月1日起至%d年12月31日止。'
                        % (name, year, year)],
            'overview': ['全年工作按计划推进，公开内容及时更新。',
                         '（一）主动公开。栏目内容由专人维护。\n各科室按月核对。'],
            'problems': ['部分栏目更新不够及时，下一年度将按月检查。'],
            'other': ['本年度没有收取信息处理费，也没有其他需要报告的事项。'],
        },
        'tables': tables,
        'notes': {'disputes': ['注：案件数量按结案时间统计。']},
        'signature': {'name': name, 'date': '%d-01-20' % (year + 1)},
    }


def figure(report_json, address):
    """What the page prints in a cell."""
    table, row, column = address.split('/')
    value = report_json['tables'].get(table, {}).get(row, {}).get(column)
    if isinstance(value, dict):
        value = value['value']
    return '' if value is None else str(value)


def carried_out(report_json):
    """What next year's report must carry in."""
    row = report_json['tables']['requests']['carried_out']
    return {applicant: row[applicant] for applicant in official.APPLICANTS}


def with_cell(report_json, address, value):
    """A copy with another figure in one cell."""
    changed = copy.deepcopy(report_json)
    table, row, column = address.split('/')
    changed['tables'][table][row][column] = value
    return changed
