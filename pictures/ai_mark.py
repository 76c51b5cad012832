"""The machine-readable statement that a picture was made by AI: IPTC's digital source type."""

from __future__ import annotations

import re

from pictures import headers
from pictures.intake_errors import IntakeError

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

_PACKET = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">\
<Iptc4xmpExt:DigitalSourceType>{DIGITAL_SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>""".encode()

# As element or as attribute; also for pictures made from others. No XML parser reads the packet:
# it comes from outside.
_MARK = re.compile(
    rb"DigitalSourceType\s*(?:>|=\s*[\"'])\s*"
    rb"https?://cv\.iptc\.org/newscodes/digitalsourcetype/"
    rb"(?:trained|compositeWithTrained)AlgorithmicMedia"
)


def ai_mark() -> bytes:
    """The XMP packet to write into a file."""
    return _PACKET


def has_ai_mark(data: bytes) -> bool:
    """Whether a picture file carries the mark; False also for what is no whole picture."""
    try:
        xmp = headers.survey(data).xmp
    except IntakeError:
        return False
    return bool(_MARK.search(xmp))
