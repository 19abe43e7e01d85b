"""One message posted to a group chat: the net alone, no database. Connects to the very address that was found public, and follows no redirect."""

import http.client
import json
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult

from dcc.robots.chat_addresses import PORT, is_test_host, resolve, split

TIMEOUT = 5  # seconds
LONGEST = 10_000  # bytes of an answer that are read
GOOD = 200


@dataclass(frozen=True)
class Answer:
    """What came of a try: a few words of what the chat said, and whether it took the message."""

    words: str
    taken: bool = False


def body_of(maker: str, words: str) -> dict[str, Any]:
    """Return a text message as its maker wants it."""
    if maker == "feishu":
        return {"msg_type": "text", "content": {"text": words}}
    return {"msgtype": "text", "text": {"content": words}}


def post(maker: str, address: str, words: str) -> Answer:
    """Post one message; whatever goes wrong is an answer, too."""
    parts = split(address)
    if parts is None:
        return Answer("address not allowed")
    try:
        status, said = _exchange(parts, json.dumps(body_of(maker, words), ensure_ascii=False).encode())
    except PermissionError:
        return Answer("private address")
    except (OSError, http.client.HTTPException) as problem:
        return Answer(type(problem).__name__)
    return judged(maker, status, said)


def judged(maker: str, status: int, said: bytes) -> Answer:
    """Whether an answer means that the chat took the message: 200, and the code of its maker is nought."""
    try:
        found = json.loads(said)
    except ValueError:
        found = None
    code = (found.get("code", found.get("StatusCode")) if maker == "feishu" else found.get("errcode")) if isinstance(found, dict) else None
    taken = status == GOOD and code == 0
    return Answer(str(status) if status != GOOD or code is None else f"{status} {code}", taken)


def _exchange(parts: SplitResult, body: bytes) -> tuple[int, bytes]:
    connection = _connection(parts)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path or "/", body, {"Content-Type": "application/json; charset=utf-8"})
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST)
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    """Return a connection to the address that was judged, by the name of the host: looked up twice, a name may change in between."""
    host, port = parts.hostname or "", parts.port or PORT
    sock = socket.create_connection((resolve(parts), port), timeout=TIMEOUT)
    if is_test_host(parts):
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        connection.sock = sock
    else:
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
        connection.sock = context.wrap_socket(sock, server_hostname=host)
    connection.auto_open = 0  # never by the name once more
    return connection
