"""The clock of Lambda functions in the emulator, equal to the clock of `clock.cjs`."""

import os
from datetime import datetime, timezone

import moto.logs.models as logs
from moto.core.utils import utcnow

EPOCH = int(os.environ.get("REHEARSED_EPOCH", "0")) / 1000
SPEED = float(os.environ.get("REHEARSED_SPEED", "1"))


def functions_time(real: datetime) -> datetime:
    """Converts a real time into the time of this clock. A time without a time zone is UTC, as in moto."""
    aware = real if real.tzinfo else real.replace(tzinfo=timezone.utc)
    shown = datetime.fromtimestamp(EPOCH + (aware.timestamp() - EPOCH) * SPEED, timezone.utc)
    return shown if real.tzinfo else shown.replace(tzinfo=None)


# CloudWatch Logs rejects events that are more than two hours in the future. Functions stamp their events with this clock, so moto compares
# them with this clock too.
if SPEED != 1:
    logs.utcnow = lambda: functions_time(utcnow())
