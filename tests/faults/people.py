"""People and a program at work: each does one deed after the other, and sends each until it is acknowledged."""

import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread
from uuid import uuid4

from tests.faults.browser import Answer, Browser

AGAIN = 0.2  # seconds until what was not acknowledged is sent again
LOGGED_OUT = 302


@dataclass(frozen=True)
class Deed:
    """Something to be done once. `mark`: by what its row is known."""

    mark: str
    path: str
    form: dict = field(default_factory=dict)


class Worker(Thread):
    """Somebody who works until told to stop. `drops`: the share of answers that the network loses, by seed."""

    pause = 0.1
    acknowledges = frozenset({303})

    def __init__(self, browser: Browser, deeds, *, seed: int = 0, drops: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.browser, self.deeds, self.drops, self.luck = browser, iter(deeds), drops, random.Random(seed)
        self.done: dict[str, float] = {}
        self.answers: Counter = Counter()
        self.wrong: list[str] = []
        self.ends = Event()

    def run(self) -> None:
        """Do the deeds."""
        self.begin()
        for deed in self.deeds:
            self.see_through(deed)
            if self.ends.wait(self.pause):
                return

    def stop(self) -> "Worker":
        """Finish the deed in hand and stop."""
        self.ends.set()
        self.join(timeout=90)
        if self.is_alive():
            self.wrong.append("a deed was never acknowledged")
        return self

    def begin(self) -> None:
        """Log in, however often it takes."""
        while True:
            try:
                if self.browser.log_in():
                    return
            except (OSError, HTTPException):
                pass
            time.sleep(AGAIN)

    def see_through(self, deed: Deed) -> None:
        """Send a deed until it is acknowledged."""
        while True:
            try:
                answer = self.send(deed, unheard=self.luck.choice(("sent", "answered")) if self.luck.random() < self.drops else "")
            except (OSError, HTTPException) as failure:
                self.answers[type(failure).__name__] += 1
                time.sleep(AGAIN)
                continue
            self.answers[answer.status] += 1
            if answer.status in self.acknowledges:
                self.done[deed.mark] = time.monotonic()
                return
            if answer.status == LOGGED_OUT:
                self.begin()
            elif answer.status == 503:
                self.look_at(deed, answer)
                time.sleep(AGAIN)
            else:
                self.wrong.append(f"{deed.path} {answer.status} {answer.body[:4000]}")
                return

    def look_at(self, deed: Deed, answer: Answer) -> None:
        """What cannot be taken now says when, and keeps the form."""
        if "Retry-After" not in answer.headers or not self.is_kept(deed, answer):
            self.wrong.append(f"{deed.path} 503 that keeps nothing")

    def send(self, deed: Deed, *, unheard: str) -> Answer:
        """Send it as a form."""
        return self.browser.post(deed.path, deed.form, unheard=unheard)

    def is_kept(self, deed: Deed, answer: Answer) -> bool:
        """Whether the form came back."""
        return f'value="{deed.form["token"]}"' in answer.body


class Program(Worker):
    """A program that brings inquiries: its answer is 200, and it keeps what it sent itself."""

    acknowledges = frozenset({200})
    pause = 0.6  # no oftener than a token may

    def begin(self) -> None:
        """Nothing: a token is no log-in."""

    def send(self, deed: Deed, *, unheard: str) -> Answer:
        """Send it as JSON."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {deed.form['secret']}"}
        said = {name: value for name, value in deed.form.items() if name != "secret"}
        return self.browser.ask("POST", deed.path, json.dumps(said), headers, unheard=unheard)

    def is_kept(self, deed: Deed, answer: Answer) -> bool:
        """Whoever sent it has it."""
        return True


def calls(leads: list[int], outcome: int):
    """Yield a call of each lead."""
    for pk in leads:
        token = str(uuid4())
        yield Deed(token, f"/calls/{pk}/log/", {"token": token, "outcome": outcome, "note": "明天再打"})


def groups(first: int):
    """Yield groups at the door, each with a number nobody has."""
    for number in range(first, first + 10_000):
        token = str(uuid4())
        form = {"match": "new", "phone": f"1941{number:07d}", "purpose": "look", "heads": "1", "named": "nobody", "name": "客户", "token": token}
        yield Deed(token, "/reception/register/", form)


def inquiries(first: int, secret: str):
    """Yield inquiries, each with a number nobody has."""
    for number in range(first, first + 10_000):
        phone = f"1542{number:07d}"
        yield Deed(phone, "/api/v1/inquiries", {"phone": phone, "external_id": f"web-{number}", "name": "李丽", "secret": secret})
