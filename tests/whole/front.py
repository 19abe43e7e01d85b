"""An nginx with the front that comes with DCC, on the loopback, before a web that answers what it was sent."""

import json
import shutil
import socket
import ssl
import subprocess
import time
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import Thread

from tests.whole import tree

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
HOST = "dcc.example.com"
MAIN = """
daemon off; master_process off; worker_rlimit_nofile 4096; pid $folder/pid; error_log $folder/error.log;
events { worker_connections 1024; }
http {
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
    access_log off; default_type text/html; include $folder/dcc.conf;
}
"""


class Web(ThreadingHTTPServer):
    """A web that answers with the headers it got. `asked`: the paths that reached it."""

    request_queue_size = 64

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Answers)
        Thread(target=self.serve_forever, daemon=True).start()


class Answers(BaseHTTPRequestHandler):
    """Answers whatever it is asked."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *words) -> None:
        """Say nothing."""


class Front:
    """The nginx at work. Slow clients have two seconds, not ten."""

    def __init__(self, folder: Path) -> None:
        self.web, self.folder = Web(), folder
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
        files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
        subprocess.run([*made, *files], check=True, capture_output=True)
        (folder / "nginx.conf").write_text(Template(MAIN).substitute(folder=folder), encoding="utf-8")
        self.process = self.begun() or self.begun() or self.begun()

    def begun(self) -> subprocess.Popen | None:
        """Return an nginx at two free ports, once it answers; None where somebody else was quicker to take one."""
        self.clear, self.closed = free_port(), free_port()
        facts = {"DCC_HOST": HOST, "DCC_WEB": f"127.0.0.1:{self.web.server_port}", "DCC_CERTIFICATES": self.folder, "DCC_FRONT": tree.ROOT / "deploy/nginx"}
        text = tree.read("deploy/nginx/dcc.conf.template")
        for name, value in facts.items():
            text = text.replace(f"${{{name}}}", str(value))
        text = text.replace("listen 80", f"listen 127.0.0.1:{self.clear}").replace("listen 443", f"listen 127.0.0.1:{self.closed}").replace(" 10s;", " 2s;")
        (self.folder / "dcc.conf").write_text(text, encoding="utf-8")
        process = subprocess.Popen([NGINX, "-e", "error.log", "-p", self.folder, "-c", "nginx.conf"], cwd=self.folder, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            if answers(self.closed):
                return process
            time.sleep(0.02)
        return None

    def end(self) -> None:
        """End both."""
        self.process.terminate()
        self.process.wait(timeout=10)
        self.web.shutdown()
        self.web.server_close()

    def connect(self, *, host: str = HOST, context: ssl.SSLContext | None = None, of: str = "127.0.0.1") -> ssl.SSLSocket:
        """Return a connection over TLS under this name. `of`: from which address of the loopback."""
        line = socket.create_connection(("127.0.0.1", self.closed), timeout=20, source_address=(of, 0))
        return (context or self.trusting()).wrap_socket(line, server_hostname=host)

    def trusting(self) -> ssl.SSLContext:
        """Return what trusts the certificate of the front."""
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))

    def ask(self, path: str = "/", *, method: str = "GET", headers: str = "", body: bytes = b"", of: str = "127.0.0.1") -> tuple[int, dict[str, str], str]:
        """Send a request over TLS; return status, headers and body of the answer."""
        with self.connect(of=of) as line:
            return said(line, f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n{headers}\r\n".encode() + body)

    def ask_clear(self, path: str) -> tuple[int, dict[str, str], str]:
        """The same in the clear."""
        with socket.create_connection(("127.0.0.1", self.clear), timeout=20) as line:
            return said(line, f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())


def said(line: socket.socket, request: bytes) -> tuple[int, dict[str, str], str]:
    """Send bytes and read one answer."""
    line.sendall(request)
    response = HTTPResponse(line)
    response.begin()
    return response.status, dict(response.getheaders()), response.read().decode()


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
