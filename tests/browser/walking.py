"""Walking all pages: which ones a role may open, and what a page owes everybody who sees it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import APIResponse, ConsoleMessage, Page

from tests.whole.matrix import OPENED, Line, addresses, read
from tests.whole.matrix_objects import arguments
from tests.whole.matrix_scene import Scene

BUILT = re.compile(r"</?\w+|class=\"[^\"]*\"")
GRAVE = {"serious", "critical"}
OFFICE, TABLET, PHONE = {"width": 1366, "height": 768}, {"width": 1024, "height": 768}, {"width": 390, "height": 844}
RULES: dict[str, list[str]] = {"light": [], "dark": ["color-contrast"]}  # none named: all
# What is to be seen of a page is built of kinds of elements, each in a kind of element, with what it is called by, means and says of itself (its id, its
# address and what it holds aside): where they were all seen there is nothing new for axe. What is named twice on one page is asked of every page.
BUILD = """() => [...new Set([...document.querySelectorAll("body *:not(svg *)")].filter((each) => each.checkVisibility()).map((each) => {
  const said = (element) => `${element.tagName}.${element.className?.baseVal ?? element.className}`;
  const told = [...each.attributes].map(({name}) => name).filter((name) => /^(aria-|role|alt|title|scope|tabindex|placeholder)/.test(name)).sort();
  const called = each.labels ? `${each.labels.length > 0}` : `${each.textContent.trim() !== ""}`;
  return `${said(each.parentElement)}>${said(each)}[${each.type ?? ""} ${each.getAttribute("role") ?? ""} ${told} ${called}]`;
}))].join("\\n")"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}"""
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("body *")].filter((each) => {
  const style = getComputedStyle(each);
  const scrolls = each === document.documentElement || ["auto", "scroll"].includes(style.overflowX);
  return scrolls && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1;
}).map((each) => `${each.tagName.toLowerCase()}.${[...each.classList].join(".")} ${each.scrollWidth} > ${each.clientWidth}`)"""
# The contrast of a text hangs on its colour, size and weight, on what it is laid on down to what hides the rest, and on what veils it: one line for each
# element that can be seen and says something, remembered on the page.
LOOKS = """() => {
  const looks = window.looks = new Map();
  const says = (each) => each.matches("input, select, textarea") || [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const walk = (each, behind, above) => {
    const style = getComputedStyle(each);
    const laid = `${style.backgroundColor} ${style.backgroundImage}`, veil = `${style.opacity} ${style.filter} ${style.mixBlendMode}`;
    const hides = style.backgroundColor.startsWith("rgb(") && style.backgroundImage === "none";
    const ground = hides ? laid : laid === "rgba(0, 0, 0, 0) none" ? behind : `${behind} < ${laid}`;
    const veils = veil === "1 none normal" ? above : `${above} > ${veil}`;
    const own = [each.tagName, style.color, style.fontSize, style.fontWeight, style.textShadow].join(" ");
    if (says(each) && each.checkVisibility()) looks.set(each, `${own} < ${ground}${veils}`);
    [...each.children].forEach((child) => walk(child, ground, veils));
  };
  walk(document.documentElement, "", "");
  return [...new Set(looks.values())].join("\\n");
}"""
FRESH = """(fresh) => {
  const unseen = new Set(fresh.split("\\n"));
  window.looks.forEach((look, each) => each.toggleAttribute("data-fresh", unseen.has(look)));
}"""
# What axe has to load beforehand serves rules alone that find nothing grave.
AXE = """(rules) => {
  axe.configure({rules: [{id: "color-contrast", selector: "[data-fresh]"}]});
  const how = {resultTypes: ["violations"], preload: false, ...(rules.length ? {runOnly: rules} : {})};
  return axe.run(document, how).then((found) =>
    found.violations.map((breach) => [breach.impact, breach.id, breach.nodes.map((node) => node.target.join(" "))]));
}"""


def addresses_of(role: str, scene: Scene | None = None) -> list[str]:
    """Return the addresses this role may open, after the table of the matrix; of objects their own. Without a scene, those about no object."""
    counts = {address.name: address.arguments for address in addresses()}
    opened = [line for line in read() if line.method == "GET" and line.letter(role, "own") in OPENED and (scene or is_always_there(line))]
    return [reverse(line.name, args=arguments(scene, line.object, role, "own", counts[line.name])) + line.url.removeprefix(line.name) for line in opened]


def is_always_there(line: Line) -> bool:
    """Whether an address shows a page in a store where nothing has happened yet."""
    return line.object == "-" and line.name == line.url and line.name not in {"healthz", "readyz"}


def plan_of(answer: APIResponse) -> frozenset[str]:
    """Return of what a page is built: its kinds of elements and their classes, what they say and how many aside. Nothing where no page answered."""
    html = answer.text() if answer.headers.get("content-type", "").startswith("text/html") else ""
    return frozenset(BUILT.findall(html.partition("<main")[2]))


def walk(page: Page, seen: "Seen", pages: Iterable[str]) -> "Inspector":
    """Look at one page after the other."""
    inspector = Inspector(page, seen)
    for address in pages:
        inspector.look_at(address)
    return inspector


@dataclass
class Seen:
    """What was looked at, whoever opened it: how pages are built, their kinds of elements, and the looks of the elements whose contrast was judged."""

    plans: set[frozenset[str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    looks: set[str] = field(default_factory=set)


@dataclass
class Inspector:
    """Looks at pages one after the other and keeps what is wrong with each; what axe has seen it does not look at again."""

    page: Page
    seen: Seen
    complaints: list[str] = field(default_factory=list)
    looked: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complain("script", str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep an error; that a fragment opened by itself names no icon is none."""
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self._complain("console", message.text)

    def _complain(self, where: str, what: object) -> None:
        self.complaints.append(f"{self.address} · {where}: {what}")

    def look_at(self, address: str) -> None:
        """Ask for an address; where a whole page answers, open it in the office and look at it in every size and both themes.

        What is built of the same as a page before, whoever saw it, is passed over.
        """
        self.address = address
        answer = self.page.request.get(address)
        if answer.status not in {200, 204}:
            self._complain("answer", answer.status)
        plan = plan_of(answer)
        if not plan:
            return  # a fragment, a file or a word: no page
        self.looked += 1
        if plan in self.seen.plans:
            return
        self.seen.plans.add(plan)
        self.page.set_viewport_size(OFFICE)
        self.page.goto(address)
        for twice in self.page.evaluate(TWICE):
            self._complain("named twice", twice)
        for size in (OFFICE, TABLET, PHONE):
            self.page.set_viewport_size(size)
            self._measure(size["width"])
            if size != TABLET:
                self._examine(size["width"])

    def _measure(self, width: int) -> None:
        for wide in self.page.evaluate(SIDEWAYS):
            self._complain(f"{width} scrolls sideways", wide)

    def _examine(self, width: int) -> None:
        """All rules in light, in dark the contrasts; those of elements that look like none before. What is built of kinds seen before is passed over."""
        kinds = set(self.page.evaluate(BUILD).splitlines())
        if kinds <= self.seen.kinds:
            return
        self.seen.kinds |= kinds
        if not self.page.evaluate("() => Boolean(window.axe)"):
            self.page.evaluate(AXE_SCRIPT)
        for scheme, rules in RULES.items():
            self.page.emulate_media(color_scheme=scheme)
            fresh = set(self.page.evaluate(LOOKS).splitlines()) - self.seen.looks
            if not (fresh or scheme == "light"):
                continue
            self.page.evaluate(FRESH, "\n".join(fresh))
            self.seen.looks |= fresh
            for impact, rule, places in self.page.evaluate(AXE, rules):
                if impact in GRAVE:
                    self._complain(f"{width} {scheme} {rule}", places)
        self.page.emulate_media(color_scheme="light")
