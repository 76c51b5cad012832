"""A statement as an XMP packet: the one form that all four kinds of file can carry.

IPTC-IIM, which JPEG alone has, is left out: it has no digital source type, and whoever reads it
reads XMP too.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pictures.marking.statement import Statement

LONGEST = 300  # letters of one value: a JPEG holds 65 kB of XMP, and names are shorter
_SPACES = (
    ("cc", "http://creativecommons.org/ns#"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"),
    ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
    ("plus", "http://ns.useplus.org/ldf/xmp/1.0/"),
    ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
)
# What XML cannot say at all, however it is written.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def packet(statement: Statement) -> bytes:
    """The XMP packet that says it; the same statement gives the same bytes."""
    names = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES)
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{names}>{"".join(_properties(statement))}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
    return text.encode()


def fingerprint(mark: bytes) -> str:
    """What tells two packets apart: 16 hex digits."""
    return blake2b(mark, digest_size=8).hexdigest()


def _properties(statement: Statement) -> list[str]:
    licence, page = _said(statement.licence_url), _said(statement.page_url)
    creator, rights = _said(statement.creator), _said(statement.rights)
    found = [
        _element("Iptc4xmpExt:DigitalSourceType", _said(statement.source_type)),
        _element("dc:creator", creator and f"<rdf:Seq>{_element('rdf:li', creator)}</rdf:Seq>"),
        _element("photoshop:Credit", _said(statement.credit)),
        _element(
            "dc:rights",
            rights and f'<rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt>',
        ),
        _element("xmpRights:Marked", "" if not rights else f"{not statement.is_free}"),
        _element("xmpRights:WebStatement", licence),
        f'<cc:license rdf:resource="{licence}"/>' if licence else "",
        _element(
            "plus:Licensor",
            page
            and '<rdf:Seq><rdf:li rdf:parseType="Resource">'
            + _element("plus:LicensorURL", page)
            + "</rdf:li></rdf:Seq>",
        ),
    ]
    return [each for each in found if each]


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""


def _said(text: str) -> str:
    """`text` as XML can hold it, in an element and in an attribute."""
    clean = _UNSPEAKABLE.sub("", text)
    return escape(clean if "://" in clean else clean[:LONGEST], {'"': "&quot;"})
