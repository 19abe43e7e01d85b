"""How the Chinese words must be written, each rule as a function from a translation to what is wrong with it."""

import re

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
BANNED = {
    "请": re.compile(r"(?<![申邀敬])请(?!假)"),
    "您": re.compile(r"您"),
    "！": re.compile(r"[！!]"),
    "成功": re.compile(r"成功"),
    "操作": re.compile(r"操作"),
    "稍后": re.compile(r"稍后"),
    "暂无": re.compile(r"暂无"),
    "系统错误": re.compile(r"系统(?:错误|异常|繁忙)"),
    "校验": re.compile(r"校验|格式错误|不能为空"),
    "提交": re.compile(r"^(?:提交|确定|是|否)$"),
    "full-width digits": re.compile(r"[０-９Ａ-Ｚａ-ｚ]"),
    "comma of another script": re.compile(r"[\u4e00-\u9fff],[\u4e00-\u9fff]"),
}
SPOKEN = re.compile(r"“[^”]*”")  # what is said to a customer is polite
WRITTEN_TOGETHER = re.compile(r"A卡|4S店")  # names of the trade
HAN_BESIDE_LATIN = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")


def placeholders(text: str) -> list[str]:
    """Return what the program fills in, sorted."""
    return sorted(PLACEHOLDER.findall(text))


def banned(text: str) -> list[str]:
    """Return the words a dealer's tool does not say; what it quotes is said to a customer, who is asked with 请 and 您."""
    written = SPOKEN.sub("", text)
    return [word for word, pattern in BANNED.items() if pattern.search(written)]


def crowded(text: str) -> list[str]:
    """Return where Chinese and Latin letters or digits touch without a space."""
    return HAN_BESIDE_LATIN.findall(WRITTEN_TOGETHER.sub("", PLACEHOLDER.sub("", text)))
