"""A finished picture file without a server: what the demo content is made of."""

from .catalogue import DEFAULT_MODEL, VERSION, DemoModel, find_model, resolve_sampler
from .catalogue import schedule_label as label_for
from .files import FileOptions, encoded
from .infotext import infotext, recipe_pairs
from .painter import paint


def painted_infotext(
    prompt: str,
    negative_prompt: str,
    seed: int,
    width: int,
    height: int,
    steps: int = 20,
    cfg_scale: float = 7.0,
    sampler: str = "DPM++ 2M",
    model: str = DEFAULT_MODEL,
) -> str:
    """The infotext that `painted_file` embeds: it names the demo painter, never a real model."""
    name, scheduler = resolve_sampler(sampler, None)
    chosen = find_model(model, loosely=False) or DemoModel(DEFAULT_MODEL)
    pairs = recipe_pairs(
        steps=steps,
        sampler=name,
        schedule=label_for(name, scheduler),
        cfg_scale=cfg_scale,
        seed=seed,
        width=width,
        height=height,
        model=chosen.name,
        model_hash=chosen.short_hash,
        version=VERSION,
    )
    return infotext(prompt, negative_prompt, pairs)


def painted_file(
    prompt: str,
    negative_prompt: str,
    seed: int,
    width: int,
    height: int,
    steps: int = 20,
    cfg_scale: float = 7.0,
    sampler: str = "DPM++ 2M",
    model: str = DEFAULT_MODEL,
) -> bytes:
    """PNG bytes with the infotext inside; the same arguments give the same bytes."""
    picture = paint(
        prompt,
        negative_prompt=negative_prompt,
        seed=seed,
        width=width,
        height=height,
        steps=steps,
        cfg_scale=cfg_scale,
        model=model,
    )
    text = painted_infotext(
        prompt, negative_prompt, seed, width, height, steps, cfg_scale, sampler, model
    )
    return encoded(picture, text, FileOptions())
