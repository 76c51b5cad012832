"""What the one door lets in. Sizes in bytes, sides in px; checked before a decoder sees a file."""

MAX_BYTES = 32 * 1024 * 1024
MAX_PIXELS = 40_000_000
MIN_SIDE = 16
MAX_SIDE = 16_384
MAX_FRAMES = 500
MAX_TEXT_BYTES = 2 * 1024 * 1024
"""Text, EXIF and colour profile of one file together, after decompression."""

MAX_PIXELS_BY_FORMAT = {"webp": 20_000_000, "avif": 20_000_000}
"""These decoders hold every pixel up to four times: more would break the memory budget."""

MAX_SCANNED_PIXELS = 1_000_000_000
"""Pixels times scans of a progressive JPEG: each scan costs a pass over all of them."""
