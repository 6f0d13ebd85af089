"""A server of chat completions on this machine that says what it is told to: answers, refusals, nothing, or lies."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """One answer: its status, what it says, its headers, and how long it takes."""

    body: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0


def said(content: object) -> Answer:
    """A completion with this content, as text or as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return Answer(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}))


@dataclass
class Server:
    url: str
    answers: list[Answer]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    """A server that gives these answers in turn, the last one again and again."""
    server = Server("", list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            server.headers.append(dict(self.headers))
            answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            time.sleep(answer.after)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body.encode())
            except OSError:
                pass  # whoever asked has stopped waiting

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
