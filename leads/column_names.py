"""The names senders give their columns: one table, and what is recognised by it.

A field is what a column means to us. Whatever is not in the table is an extra: kept with the inquiry under the sender's own name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from leads.cells import half_width

# field → header names, as senders write them; `normalise` makes their spellings equal
SYNONYMS: dict[str, str] = {
    "phone": "手机 手机号 手机号码 客户手机 客户手机号 客户手机号码 电话 电话号码 联系电话 联系方式 联系手机 客户电话 主叫号码 主叫 来电号码 "
    "客户真实号码 mobile phone tel telephone mobilephone phonenumber mobilenumber",
    "second_phone": "第二电话 备用电话 备用手机 备用手机号 备用号码 其他电话 其它电话 第二联系电话 secondphone",
    "name": "姓名 客户姓名 称呼 客户称呼 联系人 联系人姓名 name customername",
    "model": "意向车型 意向车系 首触意向车型 车系 车型 model carmodel",
    "received_at": "时间 提交时间 下单时间 留资时间 创建时间 线索创建时间 呼叫时间 来电时间 采集时间 咨询时间 date time datetime receivedat",
    "issued_at": "线索下发时间 下发时间 issuedat",
    "deadline": "跟进截止时间 deadline",
    "external_id": "线索ID 线索编号 线索唯一ID 订单号 订单ID id externalid",
    "city": "城市 地区 所在城市 归属地 市 city",
    "gender": "性别 客户性别 gender sex",
    "campaign": "活动 活动名称 营销活动 市场活动 campaign",
    "remark": "备注 客户备注 线索备注 留言 客户留言 remark note comment",
}
# level → header names of the channel columns of a mixed file
CHANNEL_LEVELS: tuple[str, ...] = (
    "一级渠道名称 一级渠道 一级来源 一级来源名称 渠道 渠道名称 线索渠道 来源 来源渠道 渠道来源 线索来源 客户来源 channel source",
    "二级渠道名称 二级渠道 二级来源 二级来源名称",
    "三级渠道名称 三级渠道 三级来源 三级来源名称",
    "四级渠道名称 四级渠道 四级来源 四级来源名称",
)
# where a platform marks a row as its own test; the columns stay extras too
KIND_NAMES = "线索类型 类型 状态 标签"
# the called side of a hotline log: the store's own numbers, never anyone's
CALLED_SIDE_NAMES = "被叫号码 被叫真实号码 400号码"
# what our own workbook of rejected rows adds, and what comes back with it
OUR_OWN_NAMES = "拒绝原因"

FIELDS: tuple[str, ...] = (*SYNONYMS, "channel")  # `channel` may be given to up to four columns
PHONES = ("phone", "second_phone")

_NOISE = re.compile(r"[(\[](?:必填项?|选填项?|非必填|必选|可选|可不填|必须|required|optional|11位)[)\]]|[\s*:_'\"]")


def normalise(header: object) -> str:
    """A header name as it is compared: half-width, lower case, without spaces, `*`, `:` and remarks such as （必填）."""
    return _NOISE.sub("", half_width(str(header)).casefold())


def _names(text: str) -> frozenset[str]:
    return frozenset(normalise(name) for name in text.split())


_FIELD_OF = {name: field for field, names in SYNONYMS.items() for name in _names(names)}
_LEVEL_OF = {name: level for level, names in enumerate(CHANNEL_LEVELS) for name in _names(names)}
_KINDS, CALLED_SIDE, _OUR_OWN = _names(KIND_NAMES), _names(CALLED_SIDE_NAMES), _names(OUR_OWN_NAMES)
_SERIES, _VERSION = normalise("车系"), normalise("车型")


@dataclass(frozen=True)
class Columns:
    """What each column of one file means. `fields` says field → index; `channel` the indexes of the channel levels, highest first."""

    headers: tuple[str, ...]  # made unique: what an extra is kept under
    fields: dict[str, int]
    channel: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()

    @cached_property
    def extras(self) -> tuple[tuple[int, str], ...]:
        """The columns nobody mapped, with the name each is kept under."""
        taken = {*self.fields.values(), *self.channel}
        return tuple((index, name) for index, name in enumerate(self.headers) if index not in taken and normalise(name) not in _OUR_OWN)

    @cached_property
    def extras_and_channel(self) -> tuple[tuple[int, str], ...]:
        """The same with the channel columns: what every inquiry keeps."""
        return (*self.extras, *((index, self.headers[index]) for index in self.channel))

    @cached_property
    def told_apart_by(self) -> tuple[int, ...]:
        """The columns of a row's fingerprint: all but the number, the id and the channel, which are compared by themselves."""
        taken = {self.fields.get("phone"), self.fields.get("external_id"), *self.channel}
        return tuple(index for index, name in enumerate(self.headers) if index not in taken and normalise(name) not in _OUR_OWN)

    @property
    def choice(self) -> dict[int, str]:
        """Column index → field, as a form shows it and `columns_by_choice` takes it back."""
        return {**{index: field for field, index in self.fields.items()}, **dict.fromkeys(self.channel, "channel")}


def recognise(headers: Sequence[object]) -> Columns:
    """What the columns mean by their names. A field that comes twice keeps its first column; the second is an extra."""
    names = [normalise(header) for header in headers]
    fields: dict[str, int] = {}
    levels: dict[int, int] = {}
    for index, name in enumerate(names):
        if name in _FIELD_OF:
            fields.setdefault(_FIELD_OF[name], index)
        elif name in _LEVEL_OF:
            levels.setdefault(_LEVEL_OF[name], index)
    if _SERIES in names and names[fields["model"]] == _VERSION:
        fields["model"] = names.index(_SERIES)
    return Columns(_unique(headers), fields, tuple(levels[level] for level in sorted(levels)), _kinds(names))


def columns_by_choice(headers: Sequence[object], choice: Mapping[int, str]) -> Columns:
    """The columns as somebody chose them: index → field. The called side of a hotline log stays nobody's number."""
    names = [normalise(header) for header in headers]
    fields: dict[str, int] = {}
    channel = []
    for index, field in sorted(choice.items()):
        if not 0 <= index < len(names) or (field in PHONES and names[index] in CALLED_SIDE):
            continue
        if field == "channel":
            channel.append(index)
        elif field in SYNONYMS:
            fields.setdefault(field, index)
    return Columns(_unique(headers), fields, tuple(channel[: len(CHANNEL_LEVELS)]), _kinds(names))


def column_letter(index: int) -> str:
    """The name a spreadsheet gives a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def _kinds(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(index for index, name in enumerate(names) if name in _KINDS)


def _unique(headers: Sequence[object]) -> tuple[str, ...]:
    """The header names to keep cells under: a blank one is the column's letter, the second of a name gets its letter behind it."""
    kept: list[str] = []
    for index, header in enumerate(headers):
        letter = column_letter(index)
        name = half_width(str(header)).rstrip("*: ") or letter
        while name in kept:
            name = f"{name} ({letter})"
        kept.append(name)
    return tuple(kept)
