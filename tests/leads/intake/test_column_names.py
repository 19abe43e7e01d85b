"""Whose names are whose: the synonym table, what stands around a name, and the names that must stay out."""

import pytest

from leads.intake.column_names import CALLER, CHANNEL_LEVELS, REAL, RELAYED, SYNONYMS, meaning, normalise

# the table of the import rules, as printed
PROMISED = {
    "phone": "手机 手机号 手机号码 客户手机号 电话 联系电话 联系方式 客户电话 主叫号码 来电号码 客户真实号码 mobile phone tel",
    "name": "姓名 客户姓名 称呼 联系人 name",
    "model": "意向车型 意向车系 首触意向车型 车系 车型 model",
    "received_at": "时间 提交时间 下单时间 留资时间 创建时间 线索创建时间 呼叫时间 来电时间 采集时间 咨询时间 date time",
    "issued_at": "线索下发时间 下发时间",
    "deadline": "跟进截止时间",
    "phone_until": "有效期 失效时间 隐私号到期",
    "external_id": "线索ID 线索编号 线索唯一ID 订单号 订单ID id",
    "city": "城市 地区 所在城市 归属地 市",
}
TABLE = [(field, header) for field, lines in SYNONYMS.items() for line in lines for header in line.split()]


def field_of(header):
    found = meaning(header)
    return found.field if found else None


@pytest.mark.parametrize(("field", "header"), [(field, header) for field, headers in PROMISED.items() for header in headers.split()])
def test_every_promised_header_is_recognised(field, header):
    assert field_of(header) == field


@pytest.mark.parametrize(("field", "header"), TABLE)
def test_every_name_of_the_table_means_its_field_however_it_is_dressed(field, header):
    dressed = (header, f" *{header}：", f"{header}（必填）", f"{header.upper()}\n【选填】", f"{header}(请如实填写)")

    assert [field_of(name) for name in dressed] == [field] * 5


@pytest.mark.parametrize(("level", "header"), [(level, header) for level, line in enumerate(CHANNEL_LEVELS) for header in line.split()])
def test_every_name_of_a_channel_means_its_level(level, header):
    found = meaning(header)

    assert (found.field, found.rank) == ("channel", level)


def test_the_table_knows_what_senders_write():
    counted = {field: sum(len(line.split()) for line in lines) for field, lines in SYNONYMS.items()}

    assert counted["phone"] >= 60
    assert counted["received_at"] >= 40
    assert min(counted["name"], counted["model"], counted["external_id"], counted["city"], counted["remark"]) >= 40


def test_no_name_means_two_things():
    every = [normalise(header) for _field, header in TABLE] + [normalise(name) for line in CHANNEL_LEVELS for name in line.split()]

    assert sorted({name for name in every if every.count(name) > 1}) == []
    assert "" not in every


NOT_OURS = (
    # somebody else's number or name
    "被叫号码 被叫真实号码 被叫 400号码 400电话 热线电话 接听号码 坐席号码 坐席工号 转接号码 外显号码 中继号码 顾问电话 销售顾问电话 顾问姓名 "
    "销售顾问 客户经理 客户经理电话 门店电话 "
    "经销商电话 经销商名称 店名 客服姓名 客服电话 推荐人 推荐人手机号 介绍人电话 跟进人 跟进人姓名 跟进顾问 归属顾问 操作人 创建人 分配人 公司名称 "
    "公司电话 手机号(顾问) 电话（被叫） 顾问/电话 顾问信息-手机号 "
    # other moments and days
    "更新时间 修改时间 最后修改时间 跟进时间 首次跟进时间 最近跟进时间 下次跟进时间 最近联系 分配时间 回访时间 到店时间 预约到店时间 试驾时间 "
    "成交时间 交车时间 提车时间 结束时间 挂断时间 接通时间 接听时间 "
    "购车时间 预计购车时间 计划购车时间 生日 客户生日 出生日期 建卡日期 线索更新时间 数据更新时间 updatetime updatedat modifiedtime "
    # numbers of another kind
    "通话时长 通话时长(秒) 等待时长 时长 通话次数 线索数量 报名人数 身份证号 车牌号 车架号 微信 微信号 微信/QQ QQ 邮箱 email 邮编 年龄 预算 客户ID 用户ID "
    "会员ID customerid userid 门店ID 经销商ID 序号 行号 "
    # of the car or the sender
    "品牌 车身颜色 意向级别 级别 接听状态 是否试驾 录音 录音地址 页面 页面URL 来源页面 落地页 关键词 广告计划 推广计划名称 拒绝原因 手机型号 "
    "手机品牌 地址 详细地址 省 区 "
    # what stands beside a name that is known
    "绑定手机号 坐席手机号 顾问手机(真实) 去电号码 外呼号码 父线索ID 关联线索ID 表单ID 会话ID 潜客ID 广告ID 提交序号 提交人 车主 试驾专员 支付时间 接入时间 "
    "振铃时间 来店时间 指派时间 "
    "逾期时间 点击时间 号码状态 首次接通时间 门店城市 渠道类型 现有车型 竞品车型 推广计划"
)


@pytest.mark.parametrize("header", NOT_OURS.split())
def test_a_name_that_is_none_of_ours_stays_an_extra(header):
    assert meaning(header) is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        # what makers, platforms and forms put before a name
        ("原始线索手机号", "phone"),
        ("线索姓名", "name"),
        ("报名时间", "received_at"),
        ("潜客手机号码", "phone"),
        ("意向客户姓名", "name"),
        ("您的姓名？", "name"),
        ("请输入您的手机号码", "phone"),
        ("请问您的称呼是", "name"),
        ("请选择您的意向车型", "model"),
        ("leads_tel", "phone"),
        ("线索一级来源", "channel"),
        ("原始线索创建时间", "received_at"),
        ("Lead Phone Number", "phone"),
        ("customer.phone", "phone"),
        ("user_name", "name"),
        # numbering and groups
        ("1.姓名", "name"),
        ("2、手机号", "phone"),
        ("Q3您的手机号", "phone"),
        ("基本信息-手机号", "phone"),
        ("客户信息.姓名", "name"),
        ("车辆信息/意向车型", "model"),
        # instructions behind it
        ("手机号（必填，11位）", "phone"),
        ("*客户姓名【必填】", "name"),
        ("意向车型(下拉选择)", "model"),
        ("留资时间(yyyy-MM-dd HH:mm:ss)", "received_at"),
        ("手机号(11位手机号，不可有空格)", "phone"),
        ("手机号[例如：13812345678]", "phone"),
        ("手机号\n11位数字", "phone"),
        ("手机号-必填", "phone"),
        ("必填 姓名", "name"),
        ("提交时间（北京时间）", "received_at"),
        ("时间(UTC+8)", "received_at"),
        ("手机号▼", "phone"),
        # two names of one thing
        ("姓名(Name)", "name"),
        ("手机号 Mobile", "phone"),
        ("Name/姓名", "name"),
        ("手机/电话", "phone"),
        ("联系人/电话", "phone"),
        ("联系方式(手机/微信)", "phone"),
        ("电话（备用）", "second_phone"),
        ("手机号(2)", "phone"),
        # whose it is, told behind it
        ("手机号（验证码）", "phone"),
        ("用户手机号码(明文)", "phone"),
        ("主叫号码(客户)", "phone"),
        ("手机号或微信", "phone"),
        ("姓名\n（2-20个字）", "name"),
        ("意向车系\n如：卡罗拉", "model"),
        ("性别(男/女)", "gender"),
        # neither
        ("手机/微信", "phone"),
        ("微信/手机号", "phone"),
        ("创建时间/更新时间", None),
        ("联系方式（微信）", None),
        ("手机号" + "（请填写）" * 60, None),
    ],
)
def test_what_stands_around_a_name_is_told_from_what_changes_it(header, field):
    assert field_of(header) == field


# as portals, advertising platforms, forms, hotlines and makers' systems write them
SENDERS = {
    "phone": "留资电话号码 访客来电号码 来电人电话 主叫人号码 呼入手机号 真实主叫号码 手机明文 "
    "购车人手机号 试驾人电话 收件人手机号 抖音手机号 联系人电话1 cust_mobile caller_no phone1",
    "second_phone": "备用手机1 其他手机 手机号码2 第二联系人电话",
    "name": "您贵姓 购车人姓名 试驾人姓名 访客名称 询价用户 收件人姓名 抖音名 custName",
    "model": "您想试驾的车型 感兴趣的车系 咨询车款 品牌/车系 首选车型 末触车型 车型名 carName intent_series",
    "received_at": "结束答题时间 答卷提交时间 表单填写时间 呼叫发起时间 拨入时间 通话起始时间 "
    "首次私信时间 首次进线时间 对话开始时间 转化发生时间 数据创建时间 线索导入时间 call_begin_time",
    "issued_at": "派单时间 下发至经销商时间 线索下发到店时间 分发日期",
    "deadline": "首次跟进截止日期 首响截止时间 最晚首次跟进时间",
    "external_id": "厂端线索ID 抖音线索ID DMS线索编号 平台线索编号 一汽丰田线索编号 答卷编号 话单流水号 试驾单号 商机编码 报价单号 order_sn",
    "city": "主叫城市 来电省市 手机号归属城市 省份/城市 自动定位城市 您所在的城市 提车地 客户所属城市 用户IP属地",
    "remark": "留言信息 通话小结 会话摘要 咨询描述 留资内容",
    "channel": "一级来源渠道 媒体平台 广告来源 商机来源 添加渠道",
}


@pytest.mark.parametrize(("field", "header"), [(field, header) for field, headers in SENDERS.items() for header in headers.split()])
def test_names_of_many_senders_are_known(field, header):
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("header", "rank"),
    [("客户电话（真实）", REAL), ("手机号(明文)", REAL), ("客户手机（隐私号）", RELAYED), ("联系电话(脱敏)", RELAYED), ("主叫号码(客户)", CALLER)],
)
def test_brackets_say_which_of_the_numbers_it_is(header, rank):
    assert meaning(header).rank == rank


@pytest.mark.parametrize(
    "header", ["手机号", " 手机号 ", "手机号*", "*手机号：", "手机号（必填）", "手机号(选填)", "手 机 号", "手机号\n【必填】", "\ufeff手机号", "手机号(11位)"]
)
def test_decoration_does_not_hide_a_name(header):
    assert normalise(header) == "手机号"


@pytest.mark.parametrize("header", ["PHONE", "Ｐｈｏｎｅ", "Phone ", "phone*", "Phone Number", "phone_number", "Phone No."])
def test_case_and_width_do_not_matter(header):
    assert field_of(header) == "phone"
