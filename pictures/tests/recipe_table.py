"""The table of docs/recipes.md: what is read of each program, in each carrier.

python -m pictures.tests.recipe_table
"""

from __future__ import annotations

from pictures.tests.carriers import CARRIERS, writes
from pictures.tests.generated import SAMPLES

NOT_WRITTEN = "–"


def standing(program: str, carrier: str) -> str:
    """How much of the sample is understood; "wrong" where a value is another one."""
    sample = SAMPLES[program]
    if not writes(sample, carrier):
        return NOT_WRITTEN
    recipe = CARRIERS[carrier](sample)
    return recipe.standing if sample.told_by(recipe) == sample.recipe else "wrong"


def table() -> str:
    rows = [["", *CARRIERS], ["---", *(":-:" for _ in CARRIERS)]]
    rows += [
        [program, *(standing(program, carrier) for carrier in CARRIERS)] for program in SAMPLES
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    print(table())  # noqa: T201
