"""What a page weighs on the wire: HTML, and the scripts and styles it loads, compressed."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from urllib.parse import urljoin
from urllib.request import Request, urlopen

ASSET = re.compile(r'<(?:script[^>]* src|link rel="stylesheet" href)="([^"]+)"')
IMPORT = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')
TIMEOUT = 30


@dataclass(frozen=True)
class Weight:
    """Bytes: the HTML as it is and as gzip would make it; scripts and styles as they are sent."""

    html: int
    html_gzip: int
    scripts: int
    styles: int


def weigh(page: str) -> Weight:
    """Loads the page at the address `page` and everything its HTML and modules name."""
    html = _load(page)[0]
    waiting = [urljoin(page, found) for found in ASSET.findall(html.decode())]
    sizes: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        body, sizes[address] = _load(address)
        if address.split("?")[0].endswith(".js"):
            waiting += [urljoin(address, found) for found in IMPORT.findall(body.decode())]
    return Weight(
        html=len(html),
        html_gzip=len(gzip.compress(html)),
        scripts=sum(size for address, size in sizes.items() if ".js" in address),
        styles=sum(size for address, size in sizes.items() if ".css" in address),
    )


def _load(address: str) -> tuple[bytes, int]:
    """The file, and how many bytes were sent for it."""
    request = Request(address, headers={"Accept-Encoding": "gzip"})
    with urlopen(request, timeout=TIMEOUT) as answer:
        sent = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            return gzip.decompress(sent), len(sent)
        return sent, len(sent)
