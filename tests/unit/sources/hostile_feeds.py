"""Feeds that were made to stop whoever reads them: each took a parser seconds to minutes once."""

from collections.abc import Mapping

_DECLARED = b'<?xml version="1.0"?>'
GOOD = b"<item><title>Wayfare lost my bag</title><guid>https://blog.example/good</guid></item>"


def around(*items: bytes, before_root: bytes = b"", attributes: bytes = b"") -> bytes:
    """An RSS document that holds these items and a good one."""
    head = _DECLARED + before_root + b'<rss version="2.0" ' + attributes + b"><channel><title>t</title>"
    return head + b"".join(items) + GOOD + b"</channel></rss>"


def an_item(inside: bytes) -> bytes:
    """An item with a title, and with this."""
    return b"<item><title>x</title>" + inside + b"</item>"


def attacks() -> Mapping[str, bytes]:
    """What was sent -> the document."""
    numbers = range(100_000)
    return {
        "80 kB of line breaks before the root": around(before_root=b"\n" * 80_000),
        "30,000 declarations of entities": b"<!ENTITY " * 30_000,
        "30,000 of them in a DOCTYPE": around(before_root=b"<!DOCTYPE rss [" + b"<!ENTITY " * 30_000 + b"]>"),
        "30,000 of them on lines of their own": around(before_root=b"<!ENTITY \n" * 30_000),
        "an author of 70,000 letters": around(an_item(b"<author>" + b"a" * 70_000 + b"</author>")),
        "such an author in CDATA": around(an_item(b"<author><![CDATA[" + b"a" * 70_000 + b"]]></author>")),
        "80,000 comments begun in a description": around(
            an_item(b"<description>" + b"&lt;!--" * 80_000 + b"</description>")
        ),
        "30,000 tags whose attribute never ends": around(
            an_item(b"<description>" + b'&lt;p a="' * 30_000 + b"</description>")
        ),
        "20,000 attributes on the root": around(attributes=b" ".join(b'a%d="1"' % n for n in numbers[:20_000])),
        "40,000 attributes on an item": around(
            b"<item " + b" ".join(b'a%d="1"' % n for n in numbers[:40_000]) + b"><title>x</title></item>"
        ),
        "300,000 categories": around(an_item(b"<category>a</category>" * 300_000)),
        "9 MB of paragraphs": around(an_item(b"<description>" + b"&lt;p>hello&lt;/p>" * 562_500 + b"</description>")),
        "such paragraphs in CDATA": around(
            an_item(b"<description><![CDATA[" + b"<p>hello</p>" * 750_000 + b"]]></description>")
        ),
        "100,000 entries": around(*(an_item(b"<guid>https://blog.example/%d</guid>" % n) for n in numbers)),
        "400,000 entries that never end": around(b"<item>" * 400_000),
        "100,000 tags within each other": around(an_item(b"<a>" * 100_000)),
        "60,000 vocabularies": around(b"<item>" + b"".join(b'<a:b xmlns:a="u%d"/>' % n for n in numbers[:60_000])),
        "an entity of 60 kB, 60,000 times": around(
            an_item(b"<description>" + b"&a;" * 60_000 + b"</description>"),
            before_root=b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 60_000 + b'">]>',
        ),
        "500,000 lists within each other": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 500_000,
        "3 million times <": b"<" * 3_000_000,
    }
