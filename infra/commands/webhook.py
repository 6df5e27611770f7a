"""`webhook`: what another tool's payload would become, by the policy files of this machine; no AWS is asked."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import policyreader
from chalicelib.adapters.sources.inbound import Told, read_body, told_by
from chalicelib.domain.errors import BadRequestError, EarshotError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.brand import SourcePolicy
from infra.errors import OperatorError
from infra.printing import plain
from infra.stage import Stage

SHOWN = ("key", "url", "title", "text", "posted_at", "thread", "in_reply_to", "language")


def run(_stage: Stage, flags: Namespace) -> int:
    """Print each mention, each fault, and what no expression asked for; 1 where something is wrong."""
    policy = _source(flags.policies, flags.source)
    try:
        told = told_by(_document(flags.file), source=policy.name, at=_now(), sender=policy.name, rules=policy.map)
    except EarshotError as error:
        told = Told(mentions=(), faults=tuple(str(error).split("\n")))
    for line in report(told):
        print(plain(line))
    return 1 if told.faults else 0


def report(told: Told) -> list[str]:
    """What a sender's words become, a line each."""
    lines = [line for mention in told.mentions for line in _lines(mention)]
    lines += [f"fault: {fault}" for fault in told.faults]
    return [*lines, f"{len(told.mentions)} accepted, {len(told.faults)} faults"]


def _lines(mention: Mention) -> list[str]:
    author = mention.author
    facts = [(name, str(getattr(mention, name))) for name in SHOWN if getattr(mention, name)]
    facts += [("author", f"{author.handle} (id {author.id})")]
    facts += [(f"beside, {name}", value) for name, value in mention.beside]
    return ["mention", *(f"  {name}: {value}" for name, value in facts)]


def _source(folder: Path, name: str | None) -> SourcePolicy:
    brand = policyreader.load(folder).brand
    found = brand.sender(name)
    if found is None:
        names = ", ".join(source.name for source in brand.sources if not source.is_polled) or "none"
        raise OperatorError(f"--source: brand.yaml must say which source of kind webhook is meant; there are: {names}")
    return found


def _document(file: Path) -> Any:
    """What the file says: JSON, or else a form."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise OperatorError(f"{file}: cannot be read: {error.strerror}") from error
    try:
        return read_body(body)
    except BadRequestError as error:
        if body.lstrip()[:1] in (b"{", b"[", b""):
            raise
        try:
            return read_body(body.strip(), is_form=True)
        except BadRequestError:
            raise error from None


def _now() -> datetime:
    return datetime.now(UTC)
