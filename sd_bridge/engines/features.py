"""What engines can do or not, by name: what one lacks is shown as absent, with the reason."""

FEATURES = (
    "img2img",
    "upscale",
    "interrogate",
    "deepdanbooru",
    "hires",
    "styles",
    "embeddings",
    "loras",
    "refiner",
    "variation_seed",
    "restore_faces",
    "tiling",
    "progress",
    "interrupt",
    "schedulers",
)
