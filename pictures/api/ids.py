"""Numbers in addresses and bodies that name a row."""

from typing import Annotated

from pydantic import Field

Id = Annotated[int, Field(ge=1, lt=10**18)]
