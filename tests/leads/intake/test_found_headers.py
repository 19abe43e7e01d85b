"""Headers found in templates and exports that people use: most of them had no name here once."""

import pytest

from leads.intake.column_names import meaning

FOUND = {
    "phone": "客户手机 用户手机号 联系人电话 移动电话 留资手机号 线索手机号 原始线索手机号 手机号(11位手机号，不可有空格) 手机号* phone_number mobile_phone "
    "会员手机 车主手机号 潜客电话 报名电话 预约手机 注册手机号 联络电话 首选电话 手机号码1 收件人手机 买家手机 访客电话 手机/电话 tel_no",
    "name": "客户名称 留资人 线索姓名 潜客姓名 车主姓名 顾客姓名 用户昵称 客户称呼 报名人 预约人 买家姓名 微信昵称 customer_name Username",
    "received_at": "日期 时间 留资日期 报名时间 登记时间 提交日期 咨询日期 来电日期 通话开始时间 开始时间 拨打时间 create_time created_at submit_time 录入时间 "
    "获取时间 接收时间 进线时间 入库时间 表单提交时间 填写时间 提交答卷时间 建档时间 推送时间 首次咨询时间",
}


@pytest.mark.parametrize(("field", "header"), [(field, header) for field, line in FOUND.items() for header in line.split()])
def test_a_header_found_outside_is_known(field, header):
    assert meaning(header).field == field
