"""Everything a running demo WebUI holds."""

from dataclasses import dataclass, field
from threading import Event

from . import LATE_SECONDS
from .generating import Studio
from .options import Options
from .rate_limit import RateLimit
from .state import FIFOLock, State, Tasks


@dataclass
class Demo:
    """`faults` are names of `faults.FAULTS`; `stopped` is set when the server ends."""

    seconds_per_step: float
    auth: str | None = None
    dialect: str = "a1111"
    faults: frozenset[str] = frozenset()
    late_seconds: float = LATE_SECONDS
    state: State = field(default_factory=State)
    options: Options = field(default_factory=Options)
    tasks: Tasks = field(default_factory=Tasks)
    queue: FIFOLock = field(default_factory=FIFOLock)
    limit: RateLimit = field(default_factory=RateLimit)
    stopped: Event = field(default_factory=Event)

    @property
    def studio(self) -> Studio:
        return Studio(
            self.state,
            self.options,
            seconds_per_step=self.seconds_per_step,
            dialect=self.dialect,
            faults=self.faults,
            late_seconds=self.late_seconds,
        )
