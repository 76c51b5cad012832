"""Palettes: what a word such as "dusk" or "ink" means in colours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Hex colours. Ramps run: `sky` zenith → horizon, `land` far → near, `ramp` dark → light."""

    name: str
    sky: tuple[str, ...]
    land: tuple[str, ...]
    ramp: tuple[str, ...]
    light: str
    glow: str
    accent: str
    accent_2: str
    paper: str
    dark: bool = False


PALETTES = {
    palette.name: palette
    for palette in (
        Palette(
            "dusk",
            sky=("#2c1a4d", "#6b2f7d", "#c2486f", "#f58a55", "#ffc777"),
            land=("#e8785a", "#a8486f", "#5c2c68", "#2d1a49", "#150d2b"),
            ramp=("#1a0f33", "#4a1f5e", "#93306b", "#d9566a", "#f99a62", "#ffe3a8"),
            light="#fff0c2",
            glow="#ff9d5c",
            accent="#ffb347",
            accent_2="#d9466f",
            paper="#f7e3cf",
        ),
        Palette(
            "dawn",
            sky=("#7a83c9", "#a99be0", "#dcb3dc", "#f9cdb9", "#ffe9cc"),
            land=("#d4b0d6", "#a892cf", "#7278b4", "#47568f", "#27365f"),
            ramp=("#3d3a72", "#6f63a8", "#b08cc8", "#e9b3c6", "#fbd9c0", "#fff6e3"),
            light="#fff9e6",
            glow="#ffd5b0",
            accent="#f4a5a0",
            accent_2="#8f7fd0",
            paper="#f8eee6",
        ),
        Palette(
            "sea",
            sky=("#0b4a5e", "#1f7f8c", "#4fb3ad", "#97d8c8", "#d8f2df"),
            land=("#7cc5bb", "#3f979b", "#1d6577", "#0d3f56", "#052338"),
            ramp=("#03192e", "#074059", "#0f7382", "#38aaa4", "#8edcc6", "#ecfbea"),
            light="#fffbe0",
            glow="#bff3dc",
            accent="#f2c46d",
            accent_2="#2ec4b6",
            paper="#e4f1e4",
        ),
        Palette(
            "forest",
            sky=("#4b8052", "#7fae68", "#b2d089", "#dde9b0", "#f6f5d3"),
            land=("#9fc27d", "#5f9258", "#356a45", "#1c4433", "#0c261f"),
            ramp=("#081c17", "#16402f", "#2f6d45", "#6ba35c", "#b9d488", "#f6f6d2"),
            light="#fffbe3",
            glow="#f0f5b5",
            accent="#e0b84a",
            accent_2="#7fbf6a",
            paper="#eef0dc",
        ),
        Palette(
            "snow",
            sky=("#5d7fae", "#89a8cc", "#b5cbe2", "#dbe7f1", "#f5f8fa"),
            land=("#b9cde2", "#86a4c5", "#54769f", "#2f4c75", "#172b4a"),
            ramp=("#12233f", "#33527f", "#6788b3", "#a5bdd8", "#dbe6f0", "#ffffff"),
            light="#ffffff",
            glow="#e6f0fb",
            accent="#9fc3ea",
            accent_2="#c9d9ee",
            paper="#f1f4f6",
        ),
        Palette(
            "ember",
            sky=("#2a0d0b", "#6e1c0f", "#b93a12", "#ec7122", "#ffb24a"),
            land=("#d9591c", "#94340f", "#571d0c", "#2d0f0a", "#120605"),
            ramp=("#0f0404", "#3b0d08", "#7d1f0a", "#cc4a12", "#f79334", "#ffe6a6"),
            light="#ffeab0",
            glow="#ff8a2b",
            accent="#ffc24d",
            accent_2="#e03e12",
            paper="#f4dcc0",
        ),
        Palette(
            "neon",
            sky=("#0b0724", "#1f0f4d", "#45188a", "#8a22a8", "#e0409f"),
            land=("#b02d9b", "#66209a", "#32146b", "#170a3d", "#080420"),
            ramp=("#0a0422", "#2d0f66", "#6a1bb0", "#c92bb5", "#ff5fa2", "#8df1ff"),
            light="#a9f4ff",
            glow="#43b8f5",
            accent="#31e7ff",
            accent_2="#ff3fa4",
            paper="#e9defa",
            dark=True,
        ),
        Palette(
            "night",
            sky=("#050a1f", "#0c1a40", "#173463", "#2c5a86", "#5f90a8"),
            land=("#3a668a", "#234a70", "#132f52", "#0a1b37", "#040b1c"),
            ramp=("#030817", "#0b1f42", "#1a4273", "#3d77a3", "#8cb9cb", "#f3f0d7"),
            light="#fbf6dd",
            glow="#7fb6d6",
            accent="#ffd27a",
            accent_2="#5fd0c5",
            paper="#dfe5ea",
            dark=True,
        ),
        Palette(
            "ink",
            sky=("#b9b8b2", "#cbc9c2", "#dcd9d0", "#e9e6dd", "#f4f1e8"),
            land=("#bdbbb4", "#8b8a86", "#5a5a59", "#323334", "#151618"),
            ramp=("#101114", "#36383b", "#6b6c6d", "#a3a29d", "#d6d3ca", "#f6f3ea"),
            light="#c8402c",
            glow="#f1e6d6",
            accent="#c8402c",
            accent_2="#8f8d86",
            paper="#f2eee3",
        ),
        Palette(
            "gold",
            sky=("#3a2a1c", "#7a5530", "#b98846", "#e0b873", "#f8e3b0"),
            land=("#c99a55", "#936637", "#5d3e24", "#342317", "#18100b"),
            ramp=("#15100c", "#45301c", "#8a6231", "#c9974a", "#edcd86", "#fff6d8"),
            light="#fff3cf",
            glow="#ffd27e",
            accent="#f4c55c",
            accent_2="#b0722f",
            paper="#f5ead0",
        ),
        Palette(
            "blossom",
            sky=("#9db9dc", "#c3c7e4", "#eac4d6", "#f9d5d3", "#fdeee2"),
            land=("#e6b8c8", "#c48aa8", "#8f6289", "#5c4468", "#342a47"),
            ramp=("#35213f", "#6f3f66", "#b8648a", "#e897a9", "#f9c9c6", "#fff3ea"),
            light="#fff6ea",
            glow="#ffd6d2",
            accent="#ef7f9d",
            accent_2="#7fa3cf",
            paper="#faeee8",
        ),
    )
}
