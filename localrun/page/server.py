"""The local stage's front: the page at /, its own few addresses under /local/, and the public API everywhere else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask, Response, abort, render_template, request
from werkzeug.serving import WSGIRequestHandler, make_server

from chalicelib.ports import Clock
from chalicelib.web.links.timeline import sentence
from localrun.page import view
from localrun.page.proxy import Proxy
from localrun.page.say import Said, say
from localrun.story import reading, wall_clock
from localrun.watch import Snapshot

CONTENT_SECURITY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LONGEST_TEXT = 2000
BAD_REQUEST, BAD_GATEWAY = 400, 502
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Latest:
    """The newest snapshot, which the run keeps fresh and every request reads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot


@dataclass(frozen=True)
class Front:
    """What the page needs: where the deployed API is, and the secret that its webhook trusts."""

    api: str
    webhook_secret: str
    port: int
    clock: Clock


def page(front: Front, latest: Latest) -> Flask:
    """The Flask application."""
    app = Flask("earshot-local", root_path=str(Path(__file__).parent), static_url_path="/local/static")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"wall_clock": wall_clock, "reading": reading}
    app.jinja_env.globals |= {"view": view, "sentence": sentence}
    _refuse_other_sites(app, front.port)
    _show(app, latest)
    _hear(app, front)
    _pass_on(app, Proxy(front.api))
    return app


def _refuse_other_sites(app: Flask, port: int) -> None:
    """Another site's script must not speak for us: neither by rebinding its name, nor by posting a form."""

    @app.before_request
    def check() -> None:
        if request.host not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            abort(421)
        site = request.headers.get("Sec-Fetch-Site", "none")
        if request.path.startswith("/local/") and site not in {"same-origin", "none"}:
            abort(403)


def _show(app: Flask, latest: Latest) -> None:
    """The page, the part of it that moves, and the outbox for programs."""

    @app.get("/")
    def whole() -> Response:
        return _ours(render_template("page.html", now=latest.snapshot))

    @app.get("/local/board")
    def board() -> Response:
        return _ours(render_template("board.html", now=latest.snapshot))

    @app.get("/local/outbox.json")
    def outbox() -> list[dict[str, str]]:
        return [asdict(received) for received in latest.snapshot.received]


def _hear(app: Flask, front: Front) -> None:
    """The "Say something" box."""

    @app.post("/local/say")
    def say_something() -> tuple[dict[str, object], int]:
        form = request.form
        said = Said(form["text"].strip()[:LONGEST_TEXT], form["handle"].strip(), form.get("followers", 0, int))
        status, words = say(said, api=front.api, secret=front.webhook_secret, at=front.clock())
        return {"status": status, "answer": words}, 200 if status < BAD_REQUEST else BAD_GATEWAY


def _pass_on(app: Flask, proxy: Proxy) -> None:
    """Everything else is the public API's."""

    @app.route("/<path:_path>", methods=METHODS)
    def public(_path: str) -> Response:
        return proxy.forward(request)


@contextmanager
def serving(front: Front, latest: Latest) -> Iterator[None]:
    """Answer on 127.0.0.1:`front.port` until the end."""
    server = make_server("127.0.0.1", front.port, page(front, latest), threaded=True, request_handler=_Silent)
    threading.Thread(target=server.serve_forever, daemon=True, name="page").start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Silent(WSGIRequestHandler):
    """The terminal belongs to the story."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


def _ours(html: str) -> Response:
    answer = Response(html)
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
