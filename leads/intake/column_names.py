"""The names senders give their columns: one table, and what a single header means by it.

Portals, advertising platforms, hotlines, makers and forms each write their own. A field is what a column means to us; whatever is not in the table is
an extra, kept with the inquiry under the sender's own name. A name that means somebody else's number or another moment (顾问电话, 更新时间) must stay out.
"""

import re
from dataclasses import dataclass

from leads.intake.cells import half_width

# field → header names as senders write them, the best column first; `normalise` makes their spellings equal
SYNONYMS: dict[str, tuple[str, ...]] = {
    "phone": (
        # the real number where a relayed one stands beside it
        "客户真实号码 真实号码 真实手机号 真实手机号码 真实电话 客户真实电话 客户真实手机号 用户真实号码 主叫真实号码 实际号码 明文手机号 明文号码 "
        "明文电话 明文手机 手机明文 电话明文 解密电话 解密手机 还原号码 完整手机号 完整号码 客户真实手机 真实主叫 真实主叫号码 主叫真实电话 真实来电号码 "
        "解密手机号 解密号码 解密后手机号 realphone realnumber",
        # a mobile
        "手机 手机号 手机号码 客户手机 客户手机号 客户手机号码 用户手机 用户手机号 用户手机号码 顾客手机 顾客手机号 顾客手机号码 联系手机 联系手机号 "
        "联系人手机 联系人手机号 联系人手机号码 移动电话 移动电话号码 本人手机号 注册手机号 登录手机号 授权手机号 微信手机号 填写手机号 "
        "手机号1 手机1 手机一 手机电话 手机联系方式 表单手机号 提交手机号 授权手机 验证手机号 已验证手机号 短信验证手机号 联系手机号码 移动电话1 "
        "手机号码一 联系人手机1 购车人手机 购车人手机号 购买人手机 购买人手机号 试驾人手机 试驾人手机号 参与人手机 参与人手机号 中奖人手机 "
        "中奖人手机号 下单人手机 下单人手机号 询价手机号 询价人手机 询价人手机号 咨询手机号 咨询人手机 咨询人手机号 申请人手机 申请人手机号 "
        "收货手机 收货手机号 收货人手机 收货人手机号 收件人手机号 收件人手机号码 受访者手机 受访者手机号 抖音手机号 抖音绑定手机号 微信绑定手机号 "
        "mobile1 custmobile mobile mobilephone mobileno mobilephoneno mobilenumber mobilephonenumber cell cellphone "
        "cellphonenumber usermobile",
        # any number
        "电话 电话号码 电话号 联系电话 联系电话号码 联系方式 联系号码 客户电话 客户电话号码 客户联系电话 客户联系方式 客户号码 用户电话 "
        "用户电话号码 用户联系方式 "
        "用户联系电话 用户号码 顾客电话 顾客联系电话 顾客联系方式 联系人电话 联系人电话号码 联系人联系方式 报名电话 报名手机号 预约电话 预约手机号 "
        "预约人电话 "
        "留资电话 留资手机号 留资号码 留资手机 留资联系方式 线索电话 线索手机号 线索号码 潜客电话 潜客手机号 咨询电话 咨询人电话 申请人电话 "
        "车主电话 车主手机号 "
        "收货人电话 收件人电话 收件人手机 联络电话 联络手机 首选电话 手机号码1 "
        "买家电话 会员手机号 填写电话 电话1 电话一 联系电话1 phone phoneno phonenum phonenumber tel telno telephone "
        "telephoneno telephonenumber "
        "telnumber contactnumber contactphone contactno customerphone customermobile customerphonenumber userphone leadphone 手机或电话 电话手机 "
        "手机电话号码 固定电话 联络方式 联系人电话1 表单电话 购车人电话 试驾人电话 下单人电话 询价人电话 受访者电话 phone1 telphone custphone custtel "
        "固话 座机 座机号码 座机号 家庭电话 住宅电话 本人电话 个人电话 电话联系方式 联系方法",
        # the caller of a hotline log
        "主叫 主叫号码 主叫号 主叫电话 主叫手机号 主叫手机 来电 来电号码 来电电话 来电号 来电手机号 来电手机 来电显示 来电人号码 来电客户号码 "
        "来电客户电话 来电用户号码 来电人电话 来电人手机 来电人手机号 来电主叫 来电主叫号码 来话号码 呼入主叫 呼入手机号 呼入电话号码 呼叫方号码 "
        "主叫人号码 主叫显示号码 callerno callernum 呼入号码 呼入电话 拨入号码 "
        "进线号码 进线电话 客户来电号码 主叫方号码 主叫方 主叫用户号码 caller callerid callernumber callerphone callingnumber callingno fromnumber "
        "ani",
        # a number that only passes on
        "虚拟号 虚拟号码 虚拟电话 虚拟手机号 隐私号 隐私号码 隐私手机号 隐私电话 中间号 中间号码 小号 保护号码 号码保护 加密手机号 加密电话 "
        "脱敏手机号 脱敏电话 脱敏手机 脱敏联系电话 虚拟手机 虚拟电话号码 虚拟中间号 隐私手机 隐私小号 平台虚拟号 平台中间号 axb号码 "
        "virtualphone virtualnumber privacynumber privatenumber",
    ),
    "extension": ("分机 分机号 分机号码 虚拟号分机 虚拟号分机号 隐私号分机 隐私号分机号 转接号 转接分机 转接分机号 虚拟分机号 extension ext extnumber extno",),
    "second_phone": (
        "第二电话 第二手机 第二手机号 第二联系电话 第二联系方式 备用电话 备用电话号码 备用手机 备用手机号 备用手机号码 备用号码 备用联系方式 "
        "备用联系电话 其他电话 其它电话 "
        "其他联系方式 其它联系方式 其他手机号 其他号码 其他联系电话 手机号2 手机2 手机二 电话2 电话二 联系电话2 联系方式2 副号 副手机号 另一电话 "
        "辅助电话 辅助手机号 辅助联系电话 备用电话1 备用手机1 备用联系手机 备选电话 次要电话 另外电话 其他手机 其它手机 其它手机号 第二电话号码 "
        "第二联系人电话 电话号码2 手机号码2 手机号码二 联系人电话2 "
        "secondphone phone2 mobile2 tel2 otherphone backupphone alternatephone",
    ),
    "name": (
        "姓名 客户姓名 客户名称 客户名 客户名字 用户姓名 用户名字 顾客姓名 顾客名称 名字 真实姓名 联系人姓名 报名人 报名人姓名 报名姓名 预约人 "
        "预约人姓名 预约姓名 留资人 留资人姓名 "
        "留资姓名 线索姓名 线索名称 线索客户 潜客姓名 潜客名称 咨询人 咨询人姓名 申请人 申请人姓名 来电人 来电人姓名 来电客户 来电姓名 车主姓名 "
        "收货人 收货人姓名 收件人 买家姓名 "
        "会员姓名 会员名称 联系人名称 联系人1 客户全称 访客名称 表单姓名 购车人 购车人姓名 购车人名称 试驾人姓名 参与人 参与人姓名 中奖人 "
        "中奖人姓名 车主名称 下单人 下单人姓名 询价人 询价人姓名 询价用户 咨询用户 留资用户 收货人名称 收件人姓名 受访者姓名 买家 主叫姓名 "
        "custname 客户 顾客 全名 姓名全称 name fullname realname customername customer leadname contactname clientname callername",
        "称呼 称谓 客户称呼 用户称呼 联系人 联系人称呼 客户联系人 尊称 贵姓 姓氏 客户姓氏 怎么称呼 如何称呼 contact",
        "昵称 用户昵称 客户昵称 微信昵称 微信名 抖音昵称 快手昵称 小红书昵称 抖音名 抖音用户名 网名 用户名 用户名称 会员昵称 nickname nick screenname username",
    ),
    "model": (
        "意向车系 意向车系名称 首触意向车系 咨询车系 关注车系 感兴趣车系 询价车系 留资车系 预约车系 试驾车系 线索车系 目标车系 意向购买车系 "
        "购车意向车系 意向车系1 首选车系 感兴趣的车系 最新意向车系 末触车系 意向品牌车系 咨询车系名称 关注车系名称 询价车系名称 拟购车系 预购车系 "
        "intentionseries intentseries",
        "意向车型 意向车型名称 首触意向车型 首次意向车型 最新意向车型 咨询车型 关注车型 感兴趣车型 感兴趣的车型 询价车型 留资车型 预约车型 "
        "预约试驾车型 试驾车型 线索车型 目标车型 意向购买车型 "
        "意向车辆 意向产品 意向车 意向车款 咨询车辆 关注车辆 预购车型 拟购车型 购买车型 想买车型 想了解的车型 想试驾的车型 想要试驾的车型 "
        "想购买的车型 想买的车型 关注的车型 咨询的车型 意向的车型 选择车型 首选车型 主意向车型 最近意向车型 末触车型 意向车型1 意向款型 "
        "意向购车车型 购买意向车型 计划购买车型 咨询车型名称 关注车型名称 询价车型名称 咨询车款 询价车款 拟购车款 预购车款 感兴趣车辆 感兴趣产品 "
        "intentcar 看中车型 询价车辆 interestedmodel "
        "interestmodel intentmodel "
        "intentionmodel carinterest",
        "车系 车系名称 车系名 品牌车系 品牌/车系 品牌-车系 vehicleseries series carseries seriesname",
        "车型 车型名称 车型名 车款名称 款型 carname vehiclename 车款 车辆 车辆型号 车辆名称 汽车型号 产品 产品名称 model modelname carmodel car "
        "vehicle vehiclemodel product productname",
    ),
    "received_at": (
        "留资时间 留资日期 线索留资时间 提交时间 提交日期 表单提交时间 线索提交时间 提交答卷时间 结束答题时间 填写时间 填表时间 填答时间 答卷时间 "
        "答卷提交时间 答卷提交日期 答题完成时间 表单填写时间 表单提交日期 "
        "填报时间 答题时间 报名时间 报名日期 登记时间 "
        "登记日期 下单时间 下单日期 订单时间 订单日期 "
        "订单提交时间 询价时间 询价日期 咨询时间 咨询日期 首次咨询时间 留言时间 留言日期 呼叫时间 呼叫日期 来电时间 来电日期 呼入时间 呼入日期 "
        "拨打时间 拨打日期 进线时间 进线日期 来电开始时间 呼叫开始时间 通话开始时间 通话起始时间 通话开始日期 呼叫开始日期 呼叫发起时间 "
        "开始呼叫时间 呼叫时刻 呼入开始时间 来电时刻 来话时间 拨入时间 拨入日期 进线时刻 进线开始时间 "
        "通话日期 振铃开始时间 预约提交时间 申请时间 申请日期 采集时间 采集日期 收集时间 收集日期 首触时间 首次留资时间 首次留资日期 本次留资时间 "
        "转化发生时间 首次进线时间 首次私信时间 首次开口时间 会话创建时间 对话开始时间 咨询开始时间 首次咨询日期 留言提交时间 询价提交时间 "
        "申请提交时间 试驾申请时间 预约申请时间 预约下单时间 参与时间 最新留资时间 最近留资时间 "
        "转化时间 转化日期 授权时间 私信时间 私信留资时间 开口时间 会话开始时间 进入时间 访问时间 集客时间 集客日期 线索产生时间 线索产生日期 "
        "线索发生时间 发生时间 "
        "submittime submitdate submittedat submitat submissiontime submissiondate leadtime leaddate calltime calldate callstarttime callstart "
        "callbegintime begintime posttime starttime "
        "calledat ordertime orderdate inquirytime "
        "inquirydate convertedat timestamp",
        "创建时间 创建日期 线索创建时间 线索创建日期 订单创建时间 建立时间 建立日期 建档时间 建档日期 "
        "生成时间 生成日期 线索生成时间 线索生成日期 新建时间 添加时间 "
        "添加日期 录入时间 录入日期 线索录入时间 入库时间 入库日期 "
        "线索入库时间 入池时间 线索进入时间 线索时间 线索日期 首次创建时间 数据创建时间 数据生成时间 记录创建时间 记录生成时间 线索进入日期 "
        "入库时刻 登记时刻 获客时间 获客日期 创建于 提交于 created createdon createtime createdate createdtime createddate createdat creationtime "
        "creationdate "
        "addtime addedat inserttime gmtcreate ctime",
        "时间 日期 日期时间 时刻 开始时间 通话时间 数据时间 记录时间 记录日期 date time datetime",
        "获取时间 获取日期 线索获取时间 线索获取日期 接收时间 接收日期 线索接收时间 线索接收日期 收到时间 线索到达时间 推送时间 推送日期 "
        "线索推送时间 同步时间 线索同步时间 上报时间 导入时间 线索导入时间 线索回传时间 "
        "receivetime receivedtime receivedat pushtime",
    ),
    "issued_at": (
        "线索下发时间 线索下发日期 下发时间 下发日期 首次下发时间 总部下发时间 厂家下发时间 厂端下发时间 下发经销商时间 下发门店时间 派发时间 "
        "线索派发时间 派发日期 首次派发时间 派单时间 派单日期 线索派单时间 下派时间 线索下派时间 分发日期 首次下发日期 最新下发时间 最近下发时间 "
        "下发到店时间 线索下发到店时间 下发至门店时间 下发至经销商时间 经销商下发时间 分发时间 线索分发时间 issuedat issuetime dispatchtime "
        "distributetime",
    ),
    "deadline": (
        "跟进截止时间 首次跟进截止时间 首触截止时间 首呼截止时间 响应截止时间 最晚跟进时间 最迟跟进时间 截止跟进时间 首跟截止时间 跟进截止日期 "
        "首次跟进截止日期 首次联系截止时间 首次响应截止时间 首响截止时间 处理截止时间 最晚联系时间 最晚首次跟进时间 首次跟进最晚时间 deadline "
        "followupdeadline",
    ),
    "phone_until": (
        "有效期 号码有效期 虚拟号有效期 隐私号有效期 虚拟号码有效期 隐私号码有效期 有效期至 号码有效期至 有效截止时间 失效时间 号码失效时间 虚拟号失效时间 "
        "隐私号失效时间 虚拟号码失效时间 隐私号码失效时间 隐私号到期 隐私号到期时间 虚拟号到期 虚拟号到期时间 号码到期时间 过期时间 虚拟号过期时间 "
        "隐私号过期时间 号码过期时间 expiretime expiresat expiredat expirytime expirationtime expirydate expirationdate phoneuntil",
    ),
    "external_id": (
        "线索ID 线索编号 线索唯一ID 线索唯一编号 线索唯一标识 线索号 线索编码 线索流水号 线索流水 线索序列号 线索唯一识别码 线索主键 原始线索ID "
        "平台线索ID leadid leadsid leadno leadcode "
        "clueid clueno",
        "订单号 订单ID 订单编号 询价单号 报价单号 报价单ID 报价编号 询价单ID 预约单号 预约编号 报名编号 报名ID 表单提交ID 提交ID 提交编号 "
        "留资ID 留资编号 咨询ID 咨询编号 "
        "商机ID 商机编号 通话ID 通话标识 呼叫ID 呼叫标识 通话唯一标识 "
        "话单ID 话单号 话单流水号 通话记录ID 通话流水号 通话编号 呼叫编号 呼叫流水号 录音编号 答卷ID 答卷编号 答题编号 表单记录ID 询价ID 询价编号 "
        "预约ID 报名单号 试驾单号 试驾预约单号 留言ID 留言编号 商机号 商机编码 订单流水号 业务单号 唯一码 唯一键 ordersn tradeno 录音ID 记录ID "
        "记录编号 数据ID 数据编号 流水号 业务流水号 单号 唯一标识 唯一ID 唯一编号 orderid orderno ordernumber recordid "
        "submitid submissionid callid uuid guid "
        "uniqueid externalid requestid reqid",
        "id 编号",
    ),
    "city": (
        "城市 城市名称 所在城市 客户城市 客户所在城市 用户城市 用户所在城市 意向城市 购车城市 上牌城市 提车城市 留资城市 居住城市 常住城市 "
        "现居城市 常驻城市 所在的城市 所在省市 所在市 所属地市 客户所属城市 用户所属城市 看车城市 意向购车城市 购买城市 牌照城市 提车所在城市 "
        "上牌地 上牌地区 上牌所在地 提车地 提车地区 定位城市 自动定位城市 省/市 省-市 省份/城市 省份-城市 城市/区县 "
        "询价城市 填写城市 市 地市 省市 省份城市 城市地区 city cityname",
        "地区 所在地区 所在地 所在区域 客户地区 用户地区 居住地 常住地 询价地区 地域 省市区 客户所在地 用户所在地 地理位置 location region area",
        "归属地 号码归属地 手机归属地 手机号归属地 手机号码归属地 电话归属地 来电归属地 主叫归属地 归属城市 手机归属城市 手机号归属城市 "
        "号码归属城市 电话归属城市 主叫归属城市 来电归属城市 主叫城市 主叫地区 来电城市 来电地区 来电省市 IP所在地 IP地址归属地 归属地市 "
        "归属地城市 ip城市 ip归属地 ip属地 ip地区",
    ),
    "gender": ("性别 客户性别 用户性别 顾客性别 联系人性别 gender sex",),
    "campaign": ("活动 活动名称 活动主题 活动名 活动标题 营销活动 营销活动名称 市场活动 市场活动名称 推广活动 推广活动名称 campaign campaignname",),
    "remark": (
        "备注 备注信息 备注内容 备注说明 客户备注 用户备注 线索备注 线索备注信息 订单备注 留资备注 客服备注 来电备注 通话备注 平台备注 其他备注 "
        "备注1 留言备注 需求备注 remark "
        "remarks note notes memo",
        "留言 留言内容 客户留言 用户留言 买家留言 客户需求 用户需求 需求 需求描述 咨询内容 咨询问题 客户诉求 诉求 沟通内容 沟通记录 聊天内容 "
        "聊天记录 对话内容 会话内容 私信内容 留资内容 描述 说明 补充说明 补充信息 附言 留言信息 用户留言信息 订单留言 评论内容 客户要求 咨询详情 咨询描述 "
        "问题描述 通话内容 通话小结 通话摘要 会话记录 会话摘要 对话记录 其他说明 其它说明 "
        "message comment comments description content",
    ),
}
# level → header names of the channel columns of a mixed file
CHANNEL_LEVELS: tuple[str, ...] = (
    "一级渠道名称 一级渠道 一级来源 一级来源名称 一级来源渠道 一级渠道来源 渠道一级 来源一级 来源大类 渠道大类 渠道 渠道名称 线索渠道 "
    "线索渠道名称 来源 来源名称 来源渠道 来源渠道名称 渠道来源 线索来源 "
    "线索来源渠道 线索来源名称 客户来源 客户来源渠道 客户渠道 信息来源 信息渠道 "
    "数据来源 留资渠道 留资来源 获客渠道 获客来源 获客平台 投放渠道 投放平台 投放媒体 推广渠道 推广平台 媒体 媒体名称 媒体来源 媒体渠道 媒体平台 "
    "广告来源 平台 "
    "平台名称 平台来源 来源平台 来源媒体 广告平台 广告渠道 流量来源 流量渠道 "
    "流量平台 线索平台 所属平台 所属渠道 订单来源 商机来源 添加渠道 添加来源 首触渠道 首次渠道 channel channelname source sourcename leadsource "
    "platform media utmsource",
    "二级渠道名称 二级渠道 二级来源 二级来源名称 子渠道 子渠道名称 细分渠道 渠道细分 渠道明细 来源明细 subchannel",
    "三级渠道名称 三级渠道 三级来源 三级来源名称",
    "四级渠道名称 四级渠道 四级来源 四级来源名称",
)
# where a platform marks a row as its own test; the columns stay extras too
KIND_NAMES = (
    "线索类型 类型 状态 标签 线索状态 线索标签 数据类型 数据状态 数据标签 留资类型 留资状态 表单类型 提交类型 提交状态 订单类型 订单状态 客户类型 "
    "客户状态 客户标签 线索类别 类别 线索性质 线索分类 分类 有效性 "
    "线索有效性 是否有效 leadtype leadstatus type status tag tags"
)
# columns that say yes or no to the same question
TEST_FLAG_NAMES = "是否测试 是否测试线索 是否测试数据 是否为测试 是否为测试线索 是否测试单 测试线索 测试数据 测试标识 测试标记 istest test testflag istestlead"
# the called side of a hotline log: the store's own numbers, never anyone's
CALLED_SIDE_NAMES = (
    "被叫号码 被叫真实号码 400号码 被叫 被叫号 被叫电话 被叫手机号 被叫方 被叫方号码 热线号码 热线电话 400电话 400热线 接听号码 接听电话 接听手机 "
    "接听人电话 转接号码 转接电话 坐席号码 坐席电话 坐席手机号 "
    "座席号码 座席电话 外显号码 外显号 中继号码 中继号 接入号码 接入号 落地号码 目的号码 服务号码 绑定号码 绑定手机号 called calledno callednumber "
    "callee tonumber dnis"
)
# what the log of a hotline tells of each call; the columns stay extras too, and mean this only beside a called side
CALL_LOG_NAMES = {
    "state": (
        "接听状态 通话状态 呼叫状态 接通状态 应答状态 来电状态 呼入状态 接听结果 通话结果 呼叫结果 是否接通 是否接听 是否应答 "
        "callstatus callstate callresult answerstatus"
    ),
    "talk": "通话时长 通话秒数 通话时长秒 接听时长 应答时长 通话持续时间 通话持续时长 duration talktime talkduration callduration billsec",
    "wait": "等待时长 等待时间 等待秒数 排队时长 振铃时长 振铃时间 振铃秒数 响铃时长 响铃秒数 waittime waitduration ringtime ringduration",
    "who": (
        "接听人 接听人员 接听人姓名 接听坐席 接听座席 接听员 接听客服 坐席 座席 坐席姓名 座席姓名 坐席名称 坐席工号 座席工号 agent agentname seat operator"
    ),
}
# what merely numbers the rows of one file, and says nothing of the inquiry
ROW_NUMBER_NAMES = "序号 行号 序列 序列号 排序 no 序 index rownumber rowno 编号"
# what our own workbook of rejected rows adds, and what comes back with it
OUR_OWN_NAMES = "拒绝原因"
# under which names it writes the columns of a sheet without names
WRITTEN_NAMES = {
    **{"phone": "手机号", "second_phone": "备用电话", "name": "姓名", "model": "意向车型", "received_at": "留资时间", "issued_at": "下发时间"},
    **{
        "deadline": "跟进截止时间",
        "phone_until": "隐私号到期",
        "external_id": "线索ID",
        "city": "城市",
        "gender": "性别",
        "campaign": "活动",
        "remark": "备注",
        "channel": "渠道",
    },
}

PHONES = ("phone", "second_phone")
REAL, CALLER, RELAYED = 0, 3, 4  # groups of `phone`: beside a real number the caller's is only the way it came, a relayed one always is

# a column, or a group of columns, of our own people or of somebody between: a number beside it is theirs
OUR_PEOPLE = re.compile(
    "顾问|门店|经销商|店端|坐席|座席|客服|专员|被叫|跟进人|员工|经办|处理人|推荐人|介绍人|接待|负责人|主管|经理|归属(?!地|城市)|销售(?!线索)"
)
# what forms and makers put before a name that is in the table: 原始线索手机号, 您的姓名, 基本信息-手机号
_MAKERS = (
    ""
    "(?:(?:一汽|广汽|上汽|东风|北京|长安|华晨|福建)?(?:丰田|本田|大众|奥迪|宝马|奔驰|日产|马自达|别克|雪佛兰|凯迪拉克|福特|沃尔沃|现代|起亚|雷克萨斯|红旗|比亚迪|吉利|长城|长安|奇瑞|荣威|名爵|领克|"
    "极氪|蔚来|小鹏|理想|问界|零跑)|厂家|厂端|厂商|主机厂|总部|品牌方?)"
)
_BEFORE = re.compile(
    rf"{_MAKERS}[-.]?(?!电话|号码|联系|座机|热线|客服|固)|"  # a maker's own number is nobody's
    r"(?:s?crm|dms|lms|oem|mkt|app|h5|toyota|lexus|ftms|gtmc|faw|gac|saic|svw|sgm|byd|小程序)[-.]?(?=[\u4e00-\u9fff])|"  # an app_name is no person's
    r"(?:原始|线索|客户|用户|顾客|潜客|潜在客户|意向客户|报名者?|预约者?|留资者?|留资用户|留资客户|会员|粉丝|访客|车主|买家|首触|您的|你的|请输入您?的?|请填写您?的?|请留下您?的?|请问您?的?|请选择您?的?|"
    r"输入您?的?|填写您?的?|您|customer|contact|user|leads?|clue|client|member|form|data)"
)
# a person's own id is not the inquiry's: who asks again has it again. And whose moment it is stands in these prefixes
_TAKES_PREFIX = frozenset((*SYNONYMS, "channel")) - {"external_id"}
_NUMBERING = re.compile(r"^(?:q|第?\(?)\d{1,2}(?:题|[.、)])+|^[一二三四五六七八九十][、.]|^q\d{1,2}")
_GROUP = re.compile(
    r"^(?:(?:基本|基础|个人|联系人?|客户|用户|顾客|线索|报名|留资|来电|咨询|订单|表单|车辆|意向)?(?:信息|资料|内容|明细|详情)|客户|用户|线索|表单|"
    r"customer|user|leads?|form|data|info)[-.>/|]+"
)
_TAIL = re.compile(r"(?:是|为|是什么|是多少)$")
_NOISE = re.compile(r"[-,]?(?:非?必填项?|选填项?)[-,]?|[\s*:_'\"?!√※#\u2190-\u21ff\u25a0-\u27bf]|\.(?=$)")  # arrows and stars of a page's sorting
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|<([^<>]*)>|\{([^{}]*)\}")
# what stands in brackets behind a name and tells how to fill it in
_INSTRUCTION = re.compile(
    r"必填|选填|必答|选答|自动|默认|^br/?$|非必|必须|必选|可选|可空|可不填|可为空|不可|不能|不得|不要|请|如有|位|格式|下拉|单选|多选|示例|例如|例|如:|文本|数字|整数|字符|\d个?字|汉字|唯一|精确|以内|不超过|最多|最长|限|仅|支持|输入|填写|选择|勿|去重|"
    r"yyyy|hh:?mm|mm[-/]dd|y[-/]m[-/]d|年月日|年/月|时分|required|optional|option|mandatory|text|format|max|min|\d{4}[-/]\d|^1[3-9]\d|^[*\d.,\-/]+$|^[a-z]$|utc|gmt|北京时间|北京|当地时间|秒级|验证|男[/、,]?女"
)
_LEAD_ID = re.compile(
    rf"(?:{_MAKERS}|平台|原始|外部|媒体|抖音|飞鱼|巨量(?:引擎)?|懂车帝|汽车之家|易车|快手|百度|腾讯|小红书|[sd]?crm|dms|lms|oem)[-.]?线索(?:id|编号|号|编码)"
)
# what stands in brackets behind a phone and says which of the numbers it is
_KINDS_OF_NUMBER = dict.fromkeys(("真实", "真实号码", "明文", "解密", "解密后"), REAL) | dict.fromkeys(
    ("虚拟", "虚拟号", "隐私", "隐私号", "中间号", "脱敏", "加密"), RELAYED
)
_THEMSELVES = frozenset(("客户", "用户", "顾客", "本人", "主"))
_BESIDE_A_NUMBER = frozenset(("微信", "微信号", "wechat", "wx", "qq"))
_PARTS = re.compile(r"[/|、,;&+或]|(?<=[\u4e00-\u9fff])(?=[a-z]{2})|(?<=[a-z])(?=[\u4e00-\u9fff])")


_LONGEST = 200  # characters of a header with its instructions


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means: a field, or `channel`, and how good a column of it this is; 0 is the best."""

    field: str
    rank: int


def normalise(header: object) -> str:
    """A header name as it is compared: half-width, lower case, without spaces, `*`, `:`, and how to fill it in （必填）."""
    text = half_width(str(header)).casefold()
    text = _BRACKETS.sub(lambda found: "" if _is_instruction(found) else found[0], text)
    return _NOISE.sub("", text)


def _is_instruction(found: re.Match[str]) -> bool:
    inside = next((part for part in found.groups() if part is not None), "")
    return not inside.strip() or bool(_INSTRUCTION.search(inside))


def names(text: str) -> frozenset[str]:
    """The names of a table's line, as they are compared."""
    return frozenset(normalise(name) for name in text.split())


def earliest(level: int) -> dict[str, int]:
    """How early each name of a channel level stands in the table: of two columns 渠道 goes before 平台."""
    return {normalise(name): place for place, name in enumerate(CHANNEL_LEVELS[level].split())}


_MEANINGS: dict[str, Meaning] = {name: Meaning("channel", level) for level, line in enumerate(CHANNEL_LEVELS) for name in names(line)} | {
    name: Meaning(field, rank) for field, lines in SYNONYMS.items() for rank, line in enumerate(lines) for name in names(line)
}
NUMBERS_OF_ANYBODY = names("电话 手机 手机号 手机号码 电话号码 联系电话 联系方式 联系手机")
KINDS, TEST_FLAGS, CALLED_SIDE, ROW_NUMBERS, OUR_OWN = map(names, (KIND_NAMES, TEST_FLAG_NAMES, CALLED_SIDE_NAMES, ROW_NUMBER_NAMES, OUR_OWN_NAMES))

CALL_LOG = {name: told for told, line in CALL_LOG_NAMES.items() for name in names(line)}


def meaning(header: object) -> Meaning | None:
    """What a header means by its name, or None: then the column is an extra."""
    if len(text := str(header)) > _LONGEST:
        return None
    lines = text.strip().splitlines()
    name = normalise(lines[0] if len(lines) > 1 and _INSTRUCTION.search(half_width("".join(lines[1:])).casefold()) else header)
    if name in CALLED_SIDE or name in OUR_OWN:
        return None
    return _known(name) or _id_of_a_lead(name) or _in_brackets(name) or _in_parts(name) or _before_colon(text)


def _before_colon(text: str) -> Meaning | None:
    """姓名：请如实填写 is 姓名."""
    name, _colon, rest = half_width(text).partition(":")
    return _known(normalise(name)) if _INSTRUCTION.search(rest.casefold()) else None


def _known(name: str) -> Meaning | None:
    """By the table, by the table without what forms and makers put in front, or by both."""
    if found := _MEANINGS.get(name):
        return found
    for shorter in (_NUMBERING.sub("", name), _GROUP.sub("", name), _TAIL.sub("", name)):
        if shorter and shorter != name and (found := _known(shorter)):
            return found
    rest = name
    while (prefix := _BEFORE.match(rest)) and len(prefix[0]) < len(rest):
        rest = rest[prefix.end() :]
        if (found := _MEANINGS.get(rest)) and found.field in _TAKES_PREFIX:
            return found
    return None


def _id_of_a_lead(name: str) -> Meaning | None:
    """厂端线索编号, 抖音线索ID: whose platform gave the id changes nothing, but 父线索ID is another lead's."""
    return _MEANINGS["线索id"] if _LEAD_ID.fullmatch(name) else None


def _in_brackets(name: str) -> Meaning | None:
    """电话(备用) is 备用电话; 姓名(name) says one thing twice; 手机号(顾问) is none of ours."""
    found = _BRACKETS.search(name)
    if not found:
        return None
    inside, outside = next(filter(None, found.groups()), ""), name[: found.start()] + name[found.end() :]
    if both := _MEANINGS.get(inside + outside):
        return both
    outer = _known(outside)
    if outer and outer.field == "phone" and inside in _KINDS_OF_NUMBER:
        return Meaning("phone", _KINDS_OF_NUMBER[inside])
    if inside in _THEMSELVES:
        return outer
    inner = {known.field for part in _PARTS.split(inside) if (known := _known(part))}
    return outer if outer and outer.field in inner else None


def _in_parts(name: str) -> Meaning | None:
    """手机/电话, 姓名name: several names of one column, if each is known and they mean one field. A number among them wins."""
    parts = [_known(part) for part in _PARTS.split(name) if part and part not in _BESIDE_A_NUMBER]
    if len(parts) == 1 and parts[0] and parts[0].field == "phone" and parts[0] != _MEANINGS.get(name):
        return parts[0]
    if len(parts) < 2 or not all(parts):
        return None
    fields = {part.field for part in parts if part}
    if "phone" in fields:
        return next(part for part in parts if part and part.field == "phone")
    return parts[0] if len(fields) == 1 else None
