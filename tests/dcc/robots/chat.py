"""A group chat of a test's own: a server of this machine that keeps what it is sent and answers what it is told to."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


class Chat(HTTPServer):
    """`got` holds (path, body) of what came; `answers` are given one after the other, the last one for ever."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[str, dict]] = []
        self.answers: list[tuple[int, str, dict[str, str]]] = [(200, '{"errcode": 0, "code": 0}', {})]

    @property
    def host(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_port}"

    def says(self, status: int, body: str = "", **headers: str) -> None:
        """Let it answer so from now on."""
        self.answers = [(status, body, headers)]


class Handler(BaseHTTPRequestHandler):
    """Takes one message."""

    def do_POST(self) -> None:
        """Keep it and answer."""
        chat: Chat = self.server
        chat.got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        status, body, headers = chat.answers.pop(0) if len(chat.answers) > 1 else chat.answers[0]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_said) -> None:
        """Say nothing."""


@contextmanager
def a_chat():
    """Run one while the block runs."""
    chat = Chat()
    thread = Thread(target=chat.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        chat.shutdown()
        thread.join()
        chat.server_close()
