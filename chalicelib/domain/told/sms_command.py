"""What a person answers an SMS with: "1 ack", "Ack!!", "1,2 ack", "ack 1d", "1 done", "all ack", "help", "STOP"."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Verb(StrEnum):
    """What to do. `yes` is the answer to a question of ours."""

    ACK = "ack"
    PASS = "pass"  # noqa: S105  # an act, not a word that opens doors
    DONE = "done"
    YES = "yes"
    HELP = "help"
    STOP = "stop"
    START = "start"


class Command(Struct, frozen=True, kw_only=True):
    """What was asked: of the alerts with `numbers` on this phone, of `all` of them, or of the only one.

    `sure` is whether "yes" stands beside it. `names` are those that were said, where two people share a phone.
    `lasting` is for how long, as it was meant ("1d"), or as it was said where that is not understood.
    """

    verb: Verb
    numbers: tuple[int, ...] = ()
    all: bool = False
    sure: bool = False
    names: frozenset[str] = frozenset()
    lasting: str = ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


ACTS = {
    Verb.ACK: "ack,acks,acked,acking,acknowledge,acknowledged,acknowledging,claim,claimed,take,taken,taking,übernehme,"
    "uebernehme,übernommen",
    Verb.PASS: "pass,passed,next,skip,weiter",
    Verb.DONE: "done,resolve,resolved,close,closed,finished,answered,erledigt,fertig,beantwortet",
}
"""Words that mean an act wherever they stand, whatever the phone made of their letters' case."""

SOFT = {
    Verb.ACK: "ok,okay,okey,k,kk,mine,yep,yup,ja",
    Verb.YES: "yes,y,sure",
    Verb.HELP: "help,info,hilfe",
    Verb.START: "start,unstop",
}
"""Words that mean an act only where nothing else is said."""

STOPS = _words("stop,stopall,unsubscribe,cancel,end,quit,optout,revoke,stopp")
"""What carriers take as the wish for no more messages, where it is all that is said."""

TYPOS = _words("ask,ach,akc,akk,acl,sck,back")
"""What "ack" becomes on a phone that knows better; only beside a number."""

ALL = _words("all,everything,alle,alles")
SURE = _words("yes,y,sure,ja")
DENIALS = _words(
    "no,not,don't,dont,do't,cannot,can't,cant,won't,wont,never,isn't,isnt,haven't,nobody,nicht,nein,kein,keine"
)
POLITE = _words(
    "thanks,thank,thx,ty,you,please,pls,plz,and,und,danke,bitte,i,i'm,im,ich,it,this,that,one,the,we,have,has,got,"
    "will,on,hi,hey,hello,nr,number,alert,nummer,now,jetzt,with,them,mit,n"
)
THUMBS = frozenset("👍👌✅✔🆗")

TAKING = _words("got,have,on")
"""Words of "got it", "I have this" and "on it", where nothing else is said."""

VERBS = {word: verb for verb, words in ACTS.items() for word in _words(words)}
SOFT_VERBS = {word: verb for verb, words in SOFT.items() for word in _words(words)}
KNOWN = VERBS.keys() | SOFT_VERBS.keys() | ALL | SURE | POLITE

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_RANGE = re.compile(r"\b(\d{1,3})\s?[-\u2013]\s?(\d{1,3})\b")
LONGEST_RANGE = 20
_TAKES = "|".join(sorted(_words(ACTS[Verb.ACK]), key=len, reverse=True))
_DAYS, _HOURS, _MINUTES = "days?|d|tage?n?", "hours?|hrs?|h|stunden?|std", "minutes?|mins?|m|minuten"
_FOR_HOW_LONG = re.compile(
    rf"\b(?:{_TAKES})\s+(?:for\s+|für\s+)?(?P<count>\d{{1,4}})\s?(?P<business>business\s?|working\s?|werk|arbeits)?"
    rf"(?:(?P<d>{_DAYS})|(?P<h>{_HOURS})|(?P<m>{_MINUTES})|(?P<strange>(?<=\d)[^\W\d_]+))\b"
)
"""How long somebody takes it: behind the act, so that "ack, there in 5 minutes" and "ack 1" say nothing of it."""

MOST_NAMED = 999


def command_in(text: str, *, names: frozenset[str] = frozenset()) -> Command | None:
    """The command that an answer holds; None where it holds none, denies one, or asks something.

    Quotes, dots, emoji, thanks and signatures do not spoil it. Who acts on doubt ends what is not ended, so words
    that are not known are let pass only behind a number with its act. `names` are known words, in small letters.
    """
    line, lasting = _for_how_long(_first_line(text))
    words = _TOKEN.findall(_RANGE.sub(_spelled_out, line))
    if not words:
        return _without_words(line)
    alone = "".join(words)
    if alone in STOPS:
        return Command(verb=Verb.STOP)
    if DENIALS.intersection(words) or ("?" in line and SOFT_VERBS.get(alone) is not Verb.HELP):
        return None
    command = _said(words, names, thumbs=not THUMBS.isdisjoint(line))
    return replace(command, lasting=lasting) if command else None


def _first_line(text: str) -> str:
    """The first line that says anything, in plain letters; what comes below is a signature or what was answered."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("\u2018", "'")
    lines = [line for line in plain.splitlines() if _TOKEN.search(line) or THUMBS.intersection(line) or "?" in line]
    return lines[0] if lines else ""


def _for_how_long(line: str) -> tuple[str, str]:
    """The line without for how long somebody takes it, and that: `1d`, `2 business hours`, or nothing."""
    found = _FOR_HOW_LONG.search(line)
    if found is None or found["strange"] in KNOWN:
        return line, ""
    unit = next((unit for unit in "dhm" if found[unit]), "")
    count, named = found["count"], {"d": "days", "h": "hours", "m": "minutes"}.get(unit, "")
    said = f"{count} business {named}" if found["business"] else f"{count}{unit or found['strange']}"
    return line[: found.start("count")] + line[found.end() :], said


def _without_words(line: str) -> Command | None:
    if THUMBS.intersection(line):
        return Command(verb=Verb.ACK)
    return Command(verb=Verb.HELP) if "?" in line else None


def _said(words: Sequence[str], names: frozenset[str], *, thumbs: bool) -> Command | None:
    unknown = [word for word in words if not (word.isdecimal() or word in KNOWN or word in names)]
    known = words[: words.index(unknown[0])] if unknown else words  # a number behind it belongs to the prose
    numbers = [int(word) for word in words if word.isdecimal() and (word in known or not TYPOS.isdisjoint(unknown))]
    verb = _verb(words, unknown, has_numbers=bool(numbers), thumbs=thumbs)
    if verb is None or any(number > MOST_NAMED for number in numbers):
        return None
    return Command(
        verb=verb,
        numbers=tuple(dict.fromkeys(numbers)),
        all=not ALL.isdisjoint(words),
        sure=not SURE.isdisjoint(words),
        names=names.intersection(words),
    )


def _verb(words: Sequence[str], unknown: Sequence[str], *, has_numbers: bool, thumbs: bool) -> Verb | None:
    """The one act that the words name; None where they name none, or several, or say more than is understood."""
    named = {VERBS[word] for word in words if word in VERBS}
    if len(named) > 1 or (unknown and not has_numbers):
        return None
    if named:
        return named.pop()
    if has_numbers and unknown and TYPOS.issuperset(unknown):
        return Verb.ACK
    if unknown:
        return None
    soft = {SOFT_VERBS[word] for word in words if word in SOFT_VERBS}
    if not soft and (thumbs or not TAKING.isdisjoint(words)):
        return Verb.ACK
    return soft.pop() if len(soft) == 1 else None


def _spelled_out(found: re.Match[str]) -> str:
    """`1-3` as `1 2 3`."""
    first, last = int(found[1]), int(found[2])
    if not first < last <= first + LONGEST_RANGE:
        return found[0]
    return " ".join(map(str, range(first, last + 1)))
