"""The README's second chapter: from an empty database to a lead in an agent's hands."""

import io
import sys

import pytest
from django.core.management import call_command

from dcc.models import User
from leads.models import Lead

OWN = {"zhang": "shan-qing-42-shui", "zhao": "nong-yan-88-cha", "sun": "bei-feng-71-xue", "wang": "qiao-xia-63-teng"}
ADVICE = "bin/manage create_store --code S1 --name 长春一店 --brand 丰田 --director zhang"
MORNING = "\n".join(["姓名,手机号,意向车型,城市", *(f"客户{number},1540000{number:04d},凯美瑞,长春" for number in range(1, 7)), "无号码,,汉兰达,长春"])


@pytest.fixture
def operator(monkeypatch, capsys):
    """Return a function: run a command as the operator does, with this line on its standard input; what it prints is returned."""

    def run(*words: str, line: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{line}\n"))
        call_command(*words)
        return capsys.readouterr().out.strip()

    return run


def person(account: str) -> User:
    """Return whoever has this account."""
    return User.objects.get(username=account)


def add(page, *, name: str, account: str, role: str) -> str:
    """Add somebody as whoever is logged in does; return the one-time password the page shows."""
    page.click("nav.d-side a:has-text('人员')")
    page.click("a:has-text('添加人员')")
    page.fill("[name=name]", name)
    page.fill("[name=username]", account)
    page.check(f"[name=roles][value={role}]")
    page.click("button:has-text('添加并显示密码')")
    return page.inner_text(".d-one-time")


def choose_own(page, account: str) -> None:
    """Choose the first password of one's own, on the page one cannot leave before."""
    page.fill("[name=new_password1]", OWN[account])
    page.fill("[name=new_password2]", OWN[account])
    page.press("[name=new_password2]", "Enter")
    page.wait_for_selector("nav.d-side")


def leave(page) -> None:
    """Log out by the person's menu."""
    page.click(".d-menu:has(> .d-person) summary")
    page.click(".d-menu:has(> .d-person) form[data-leave] button")
    page.wait_for_url("**/login/")


def test_the_first_day_goes_as_the_readme_tells(page, log_in, operator, tmp_path):
    the_operator_makes_the_store(page, operator)
    once = the_director_adds_the_leader(page, log_in)
    agents = the_leader_adds_the_people(page, log_in, once)
    the_data_manager_imports_the_morning(page, log_in, agents.pop("sun"), tmp_path)
    the_leader_gives_by_the_rule(page, log_in)
    an_agent_finds_theirs(page, log_in, agents["wang"])

    assert sorted(Lead.objects.values_list("agent__username", flat=True)) == ["li", "li", "li", "wang", "wang", "wang"]


def the_operator_makes_the_store(page, operator) -> None:
    """The log-in page says what to run until it has been run; the command prints the address alone."""
    page.goto("/")
    advice = page.inner_text("code.d-run")

    printed = operator("create_store", "--code", "S1", "--name", "长春一店", "--director", "zhang", line=OWN["zhang"])
    page.reload()

    assert advice == ADVICE
    assert printed == "http://127.0.0.1:8000/"
    assert page.inner_text(".d-bare-card > .d-meta") == "长春一店"


def the_director_adds_the_leader(page, log_in) -> str:
    """The one-time password is shown once."""
    log_in(person("zhang"), password=OWN["zhang"])

    once = add(page, name="赵明哲", account="zhao", role="leader")
    page.click("a:has-text('记好了')")
    page.click("a:has-text('赵明哲')")

    assert person("zhao").check_password(once)
    assert once not in page.content()
    leave(page)
    return once


def the_leader_adds_the_people(page, log_in, once: str) -> dict[str, str]:
    """Nothing opens before the leader has an own password; the one-time one is worth nothing afterwards."""
    log_in(person("zhao"), password=once)
    page.goto("/settings/people/")
    asked = page.url

    choose_own(page, "zhao")
    people = {"sun": ("孙丽", "data_manager"), "wang": ("王伟", "agent"), "li": ("李娜", "agent")}
    passwords = {account: add(page, name=name, account=account, role=role) for account, (name, role) in people.items()}

    assert asked.endswith("/password/")
    assert not person("zhao").check_password(once)
    leave(page)
    return passwords


def the_data_manager_imports_the_morning(page, log_in, once: str, folder) -> None:
    """What would happen is counted before anything is written."""
    (folder / "morning.csv").write_text(MORNING, encoding="utf-8")
    log_in(person("sun"), password=once)
    choose_own(page, "sun")

    page.click("nav.d-side a:has-text('导入')")
    page.set_input_files("[name=file]", folder / "morning.csv")
    page.select_option("[name=channel]", label="汽车之家")
    page.click("button:has-text('读取文件')")
    counts = page.locator(".d-figure-value b").all_inner_texts()
    before = Lead.objects.count()
    page.click("button:has-text('导入 6 行')")
    page.click("a:has-text('看这批线索')")

    assert (counts, before) == (["6", "0", "0", "1", "7"], 0)
    assert page.locator("tr[data-row]").count() == Lead.objects.in_pool().count() == 6
    leave(page)


def the_leader_gives_by_the_rule(page, log_in) -> None:
    """Who would get what and why stands there before it is given, and then it is so."""
    log_in(person("zhao"), password=OWN["zhao"])
    page.click("nav.d-side a:has-text('分配')")

    page.check("[data-select-page]")
    page.wait_for_selector("td[id^=to-] b")
    planned = dict(zip(page.locator("tr[data-row] a[data-open]").all_inner_texts(), page.locator("td[id^=to-]").all_inner_texts(), strict=True))
    reasons = page.locator("td[id^=why-]").all_inner_texts()
    page.click("button:has-text('按规则分配 6 条')")
    page.wait_for_selector(".d-toast.is-done")

    assert sorted(planned.values()) == ["李娜", "李娜", "李娜", "王伟", "王伟", "王伟"]
    assert all(reasons)
    assert dict(Lead.objects.values_list("name", "agent__name")) == planned
    leave(page)


def an_agent_finds_theirs(page, log_in, once: str) -> None:
    """Each agent sees their own and nobody else's."""
    log_in(person("wang"), password=once)
    choose_own(page, "wang")

    page.goto("/leads/")
    shown = page.locator("tr[data-row] a[data-open]").all_inner_texts()

    assert sorted(shown) == sorted(Lead.objects.filter(agent__username="wang").values_list("name", flat=True))
    assert len(shown) == 3
