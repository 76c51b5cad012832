"""Pictures whose edges meet, to be laid side by side."""

import numpy as np
from PIL import Image

from .colour import mix
from .field import smoothstep

SEAM = 0.3  # of a side, from the edge inwards: where the picture goes over into its shifted self


def seamless(picture: Image.Image) -> Image.Image:
    """The picture near its middle; towards the edges what it has in the middle, which meets."""
    pixels = np.asarray(picture, dtype=np.float32)
    for axis in (0, 1):
        size = pixels.shape[axis]
        at = (np.arange(size, dtype=np.float32) + 0.5) / size
        near_edge = 1 - smoothstep(0.0, SEAM, np.minimum(at, 1 - at))
        mask = near_edge[:, None] if axis == 0 else near_edge[None, :]
        shifted = np.roll(pixels, size // 2, axis=axis)
        pixels = mix(pixels, shifted, np.broadcast_to(mask, pixels.shape[:2]))
    return Image.fromarray((np.clip(pixels, 0, 255) + 0.5).astype(np.uint8))
