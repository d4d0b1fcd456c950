"""The official forms, written down a second time from the notices.

Tests compare what the module reads from conf/formats with this; the two must
not share a source."""

APPLICANTS = ['natural', 'business', 'research', 'charity', 'legal', 'other']
REQUEST_COLUMNS = APPLICANTS + ['total']

# row, labels that begin in it from left to right, formats it stands in
REQUEST_ROWS = [
    ('new', ['一、本年新收政府信息公开申请数量'], '2019 2021'),
    ('carried_in', ['二、上年结转政府信息公开申请数量'], '2019 2021'),
    ('granted', ['三、本年度办理结果', '（一）予以公开'], '2019 2021'),
    ('partial', ['（二）部分公开（区分处理的，只计这一情形，不计其他情形）'], '2019 2021'),
    ('refused.state_secret', ['（三）不予公开', '1.属于国家秘密'], '2019 2021'),
    ('refused.law', ['2.其他法律行政法规禁止公开'], '2019 2021'),
    ('refused.security', ['3.危及“三安全一稳定”'], '2019 2021'),
    ('refused.third_party', ['4.保护第三方合法权益'], '2019 2021'),
    ('refused.internal', ['5.属于三类内部事务信息'], '2019 2021'),
    ('refused.process', ['6.属于四类过程性信息'], '2019 2021'),
    ('refused.case_file', ['7.属于行政执法案卷'], '2019 2021'),
    ('refused.query', ['8.属于行政查询事项'], '2019 2021'),
    ('unavailable.not_held', ['（四）无法提供', '1.本机关不掌握相关政府信息'], '2019 2021'),
    ('unavailable.needs_creation', ['2.没有现成信息需要另行制作'], '2019 2021'),
    ('unavailable.unclear', ['3.补正后申请内容仍不明确'], '2019 2021'),
    ('rejected.petition', ['（五）不予处理', '1.信访举报投诉类申请'], '2019 2021'),
    ('rejected.repeat', ['2.重复申请'], '2019 2021'),
    ('rejected.publication', ['3.要求提供公开出版物'], '2019 2021'),
    ('rejected.excessive', ['4.无正当理由大量反复申请'], '2019 2021'),
    ('rejected.reissue', ['5.要求行政机关确认或重新出具已获取信息'], '2019 2021'),
    ('other', ['（六）其他处理'], '2019'),
    ('other.not_corrected',
     ['（六）其他处理', '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请'], '2021'),
    ('other.fee_unpaid',
     ['2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请'], '2021'),
    ('other.misc', ['3.其他'], '2021'),
    ('result_total', ['（七）总计'], '2019 2021'),
    ('carried_out', ['四、结转下年度继续办理'], '2019 2021'),
]

REQUEST_HEAD = ['（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）', '申请人情况',
                '自然人', '法人或其他组织', '总计',
                '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他']

OUTCOMES = ['upheld', 'corrected', 'other', 'pending', 'total']
OUTCOME_LABELS = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计']
PROCEEDINGS = ['reconsideration', 'direct_suit', 'suit_after_reconsideration']
DISPUTE_COLUMNS = ['%s.%s' % (proceeding, outcome)
                   for proceeding in PROCEEDINGS for outcome in OUTCOMES]
DISPUTE_HEAD = (['行政复议', '行政诉讼'] + OUTCOME_LABELS + ['未经复议直接起诉', '复议后起诉'] +
                OUTCOME_LABELS * 2)

# table, band, head, columns, [(row, label)]
PROACTIVE = {
    '2019': [
        ('art20_1', '第二十条第（一）项',
         ['信息内容', '本年新制作数量', '本年新公开数量', '对外公开总数量'],
         ['made', 'disclosed', 'public_total'],
         [('regulations', '规章'), ('normative_documents', '规范性文件')]),
        ('art20_5', '第二十条第（五）项',
         ['信息内容', '上一年项目数量', '本年增/减', '处理决定数量'],
         ['items_last_year', 'change', 'decisions'],
         [('licensing', '行政许可'), ('other_services', '其他对外管理服务事项')]),
        ('art20_6', '第二十条第（六）项',
         ['信息内容', '上一年项目数量', '本年增/减', '处理决定数量'],
         ['items_last_year', 'change', 'decisions'],
         [('penalties', '行政处罚'), ('coercion', '行政强制')]),
        ('art20_8', '第二十条第（八）项', ['信息内容', '上一年项目数量', '本年增/减'],
         ['items_last_year', 'change'], [('fees', '行政事业性收费')]),
        ('art20_9', '第二十条第（九）项', ['信息内容', '采购项目数量', '采购总金额'],
         ['projects', 'amount'], [('procurement', '政府集中采购')]),
    ],
    '2021': [
        ('art20_1', '第二十条第（一）项',
         ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'],
         ['issued', 'repealed', 'in_force'],
         [('regulations', '规章'), ('normative_documents', '行政规范性文件')]),
        ('art20_5', '第二十条第（五）项', ['信息内容', '本年处理决定数量'],
         ['decisions'], [('licensing', '行政许可')]),
        ('art20_6', '第二十条第（六）项', ['信息内容', '本年处理决定数量'],
         ['decisions'], [('penalties', '行政处罚'), ('coercion', '行政强制')]),
        ('art20_8', '第二十条第（八）项', ['信息内容', '本年收费金额（单位：万元）'],
         ['amount'], [('fees', '行政事业性收费')]),
    ],
}

HEADINGS = ['一、总体情况', '二、主动公开政府信息情况', '三、收到和处理政府信息公开申请情况',
            '四、政府信息公开行政复议、行政诉讼情况', '五、存在的主要问题及改进情况',
            '六、其他需要报告的事项']

PROSE = ['preface', 'overview', 'problems', 'other']


def request_rows(format_id):
    return [(row, labels) for row, labels, formats in REQUEST_ROWS if format_id in formats.split()]


def tables(format_id):
    """[(table, [row], [column])] of a format, in official order."""
    shapes = [(table, [row for row, _ in rows], columns)
              for table, _, _, columns, rows in PROACTIVE[format_id]]
    shapes.append(('requests', [row for row, _ in request_rows(format_id)], REQUEST_COLUMNS))
    shapes.append(('disputes', ['cases'], DISPUTE_COLUMNS))
    return shapes


def addresses(format_id):
    """Every cell "table/row/column", in official order."""
    return ['%s/%s/%s' % (table, row, column) for table, rows, columns in tables(format_id)
            for row in rows for column in columns]


def printed(format_id, figure):
    """What the three printed tables say, cell by cell as a reader reads them;
    figure(address) is what stands in a cell."""
    proactive, requests = [], list(REQUEST_HEAD)
    for table, band, head, columns, rows in PROACTIVE[format_id]:
        proactive += [band] + head
        for row, label in rows:
            proactive += [label] + [figure('/'.join((table, row, column))) for column in columns]
    for row, labels in request_rows(format_id):
        requests += labels + [figure('requests/%s/%s' % (row, column))
                              for column in REQUEST_COLUMNS]
    disputes = DISPUTE_HEAD + [figure('disputes/cases/' + column) for column in DISPUTE_COLUMNS]
    return [proactive, requests, disputes]
