"""What a store is born with: the one table of its usual words and channels. Everything in it is the store's to change.

Each line of WORDS: kind, name, meaning, detail; of BELOW: what stands below one of them. BRANDS: the models of each make.
Each line of CHANNELS: source, name, aliases.
"""

WORDS = (
    ("call_outcome", "已接通", "connected", {}),
    ("call_outcome", "无人接听", "no_answer", {}),
    ("call_outcome", "拒接", "rejected", {}),
    ("call_outcome", "忙线", "busy", {}),
    ("call_outcome", "关机", "off", {}),
    ("call_outcome", "停机", "out_of_service", {}),
    ("call_outcome", "空号", "empty_number", {}),
    ("call_outcome", "不在服务区", "no_signal", {}),
    ("call_outcome", "虚拟号已失效", "virtual_expired", {}),
    ("lost_reason", "他品战败", "other_brand", {"competitor": True, "why": True}),
    ("lost_reason", "同品战败", "same_brand", {"competitor": True}),
    ("lost_reason", "取消计划", "plan_dropped", {}),
    ("lost_reason", "推迟购车", "postponed", {}),
    ("lost_reason", "价格不合", "price", {}),
    ("lost_reason", "车源不足", "supply", {}),
    ("lost_reason", "其他", "other", {}),
    ("invalid_reason", "空错号", "wrong_number", {}),
    ("invalid_reason", "停机", "out_of_service", {}),
    ("invalid_reason", "非本人", "not_the_person", {}),
    ("invalid_reason", "同行", "trade", {}),
    ("invalid_reason", "重复", "double", {}),
    ("invalid_reason", "测试", "test", {}),
    ("invalid_reason", "多次未接通", "never_reached", {}),
    ("level", "O", "ordered", {"days": 0, "interval": 1}),
    ("level", "H", "", {"days": 7, "interval": 1}),
    ("level", "A", "", {"days": 15, "interval": 3}),
    ("level", "B", "", {"days": 30, "interval": 7}),
    ("level", "C", "", {"days": 90, "interval": 15}),
    ("visit_purpose", "看车", "look", {}),
    ("visit_purpose", "交车", "fetch", {}),
    ("visit_purpose", "办手续", "", {}),
    ("visit_purpose", "退订", "", {}),
    ("visit_purpose", "维修", "", {}),
    ("shift", "早班", "work", {"from": "08:30", "to": "17:30"}),
    ("shift", "晚班", "work", {"from": "11:00", "to": "20:00"}),
    ("shift", "休", "off", {}),
    ("cancel_reason", "临时有事，要改天", "", {}),
    ("cancel_reason", "出差在外", "", {}),
    ("cancel_reason", "家人还没商量好", "", {}),
    ("cancel_reason", "已在别处看车", "", {}),
    ("cancel_reason", "暂时不买了", "", {}),
    ("cancel_reason", "其他", "other", {}),
)

BELOW = (("lost_reason", "他品战败", ("价格更低", "现车更快", "空间、配置", "朋友推荐", "试驾后选的")),)  # kind, the word above, the words below it

# The models in series of the usual makes, chosen by `create_store --brand`; a store of another make, or of none, lists its own.
BRANDS = {
    "丰田": ("卡罗拉", "卡罗拉锐放", "亚洲龙", "凯美瑞", "RAV4荣放", "汉兰达", "皇冠陆放", "凌放", "格瑞维亚", "普拉多", "柯斯达", "bZ3", "bZ4X"),
    "本田": ("思域", "雅阁", "型格", "英仕派", "CR-V", "皓影", "XR-V", "缤智", "奥德赛"),
    "日产": ("轩逸", "天籁", "逍客", "奇骏"),
    "大众": ("朗逸", "速腾", "宝来", "迈腾", "帕萨特", "途岳", "探岳", "途观L", "ID.3", "ID.4"),
    "奥迪": ("A3", "A4L", "A6L", "Q2L", "Q3", "Q5L"),
    "比亚迪": ("秦PLUS", "秦L", "汉", "唐", "宋PLUS", "宋Pro", "元PLUS", "海豚", "海鸥", "海豹"),
    "吉利": ("帝豪", "星瑞", "缤越", "博越L", "星越L", "银河L7", "银河E5"),
    "红旗": ("H5", "H6", "H9", "HS3", "HS5", "HS7"),
}

TRANSFERRED, NAMED_AT_THE_DOOR, CALLED = "展厅转出", "到店点名", "来电"  # what the program itself brings in goes to these, while they are in use
CHANNELS = (
    ("web", "汽车之家", ("汽车之家-车商汇", "车商汇", "之家")),
    ("web", "易车", ("易车网", "易车-易湃", "易湃")),
    ("web", "懂车帝", ("懂车帝-懂车云", "懂车云")),
    ("web", "抖音", ("抖音直播", "巨量引擎")),
    ("web", "官网", ("厂家官网", "品牌官网")),
    ("ad_call", "400热线", ("400", "400电话")),
    ("ad_call", "电台", ("交通广播",)),
    ("ad_call", CALLED, ()),
    ("transfer", TRANSFERRED, ("转出A卡",)),
    ("event", "外展", ("车展", "巡展")),
    ("other", NAMED_AT_THE_DOOR, ()),
    ("other", "手工登记", ()),
)
