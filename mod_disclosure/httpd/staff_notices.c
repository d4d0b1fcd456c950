/* What has just been done, as the next page says it. An address carries the
 * key, so that nobody can make a page say something else. */
#include "httpd/staff.h"

static const struct {
    const char *key;
    const char *sentence;
} notices[] = {
    { "organ", "机关的资料已保存。" },
    { "year-open", "年度已开启，应报名单已定。" },
    { "call", "通话记录已保存。" },
    { "duty", "应报名单已修改。" },
    { "organs", "名单已全部导入。" },
    { "account", "账号已保存。" },
    { "accounts", "账号已全部导入。新账号没有密码，请发放重置码。" },
    { "handover", "报告已全部交接。" },
    { "signed-out", "您已退出登录。" },
    { "redeemed", "新密码已设定，请用新密码登录。" },
    { "submit", "已送审。" },
    { "return", "已退回修改。" },
    { "approve", "已审核通过。" },
    { "publish", "已签发，报告现在对外公开。" },
    { "correct", "已开始更正，另开了一份草稿。公众看到的版本不变。" },
    { "withdraw", "报告已撤下。" },
    { "takedown", "报告已下线，公众现在看不到。" },
    { "explain", "原因已保存。" },
    { "comment", "批注已写下。" },
    { "resolve", "批注已标为处理。" },
    { "scan", "扫描件已上传。" },
    { "password", "密码已修改。其他地方的登录已全部退出。" },
    { "saved", "已保存。" },
    { "rolled-up", "汇总数字已填入草稿，来源已记在批注里。请核对后补写文字部分。" },
    { "added", "图片或附件已添加，内容已保存。它在文中的位置是‘〔图片1〕’这样的一行，可以移动。" },
    { "removed", "图片或附件已从文中删去，内容已保存。" },
    { "resolved", "批注已标为处理，内容已保存。" },
    { "no-file", "内容已保存，但选好的文件没有添加：请重新选择文件，再按‘添加图片或附件’。" },
    { "zeros", "已保存。本表其余空格已填为 0，并记录在案。" },
};

const char *disclosure_staff_notice(const char *key)
{
    for (size_t i = 0; key && i < sizeof notices / sizeof notices[0]; i++)
        if (!strcmp(notices[i].key, key))
            return notices[i].sentence;
    return NULL;
}
