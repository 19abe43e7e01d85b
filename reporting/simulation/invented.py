"""Invented people: names as people have them, cars as sold, numbers that ring nobody."""

from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 涛 明 超 霞 平 刚 鹏 丽 建国 志强 秀英 桂兰 晓东 文博 志远 海燕 丽娜 建军 国华 晓雨 永福 佳怡 思远 "
    "子涵 宇轩 梦洁 雅婷 浩然 俊杰 雪梅 春梅 红梅 玉兰 立新 卫东 振华 德明 金凤 凤英 淑珍 长青 启明 嘉琪 一鸣 晨曦 雨桐 欣怡 家豪"
).split()
TITLES = ("先生", "女士")
MODELS = (
    *(("卡罗拉锐放", 9), ("RAV4荣放", 9), ("凯美瑞", 7), ("亚洲龙", 5), ("汉兰达", 4)),
    *(("卡罗拉", 6), ("格瑞维亚", 2), ("bZ4X", 2), ("皇冠陆放", 2), ("凌放", 2)),
)
CITIES = ("长春", "长春", "长春", "长春", "吉林", "四平", "松原", "公主岭")
REMARKS = ("", "", "", "想了解置换补贴", "周末有时间", "问贷款利率", "想试驾", "下班后联系", "对比竞品中", "要现车", "问落地价")


def name(random: Random) -> str:
    """Return a name; one in six leaves only a surname and a title."""
    surname = random.choice(SURNAMES)
    return surname + (random.choice(TITLES) if random.random() < 1 / 6 else random.choice(GIVEN))


def full_name(random: Random) -> str:
    """Return a name as colleagues have it."""
    return random.choice(SURNAMES) + random.choice(GIVEN)


def phone(random: Random) -> str:
    """Return a mobile number of a block given to no operator (docs/rules/trust.md#demo-numbers)."""
    return f"{random.choice(('154', '194'))}{random.randrange(10**8):08d}"


def model(random: Random) -> str:
    """Return a car series, the popular ones more often."""
    names, weights = zip(*MODELS, strict=True)
    return random.choices(names, weights)[0]


def city(random: Random) -> str:
    """Return where somebody lives."""
    return random.choice(CITIES)


def remark(random: Random) -> str:
    """Return what somebody wrote, often nothing."""
    return random.choice(REMARKS)
