"""The clock of Lambda functions: what they stamp, and what they compare, is of this clock, as `clock.cjs` makes it."""

import os
from datetime import datetime, timezone

import moto.logs.models as logs
from moto.core.utils import utcnow

EPOCH = int(os.environ.get("REHEARSED_EPOCH", "0")) / 1000
SPEED = float(os.environ.get("REHEARSED_SPEED", "1"))


def functions_time(real: datetime) -> datetime:
    """What the clock shows at a real time. Naive times are UTC, as moto's are."""
    aware = real if real.tzinfo else real.replace(tzinfo=timezone.utc)
    shown = datetime.fromtimestamp(EPOCH + (aware.timestamp() - EPOCH) * SPEED, timezone.utc)
    return shown if real.tzinfo else shown.replace(tzinfo=None)


# Log events of more than two hours ahead are rejected: two hours of the clock that made them.
if SPEED != 1:
    logs.utcnow = lambda: functions_time(utcnow())
