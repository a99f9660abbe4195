"""The clock of Lambda functions in the emulator, equal to the clock of `clock.cjs`."""

import os
from datetime import datetime, timezone
from email.utils import format_datetime

import moto.logs.models as logs
import moto.s3.models as s3
from moto.core.utils import utcnow
from werkzeug.serving import WSGIRequestHandler

EPOCH = int(os.environ.get("REHEARSED_EPOCH", "0")) / 1000
SPEED = float(os.environ.get("REHEARSED_SPEED", "1"))


def functions_time(real: datetime) -> datetime:
    """Converts a real time into the time of this clock. A time without a time zone is UTC, as in moto."""
    aware = real if real.tzinfo else real.replace(tzinfo=timezone.utc)
    shown = datetime.fromtimestamp(EPOCH + (aware.timestamp() - EPOCH) * SPEED, timezone.utc)
    return shown if real.tzinfo else shown.replace(tzinfo=None)


date_time_string = WSGIRequestHandler.date_time_string


def date_of_answer(self, timestamp=None) -> str:
    if "/s3/aws4_request" not in (getattr(self, "headers", None) or {}).get("Authorization", ""):
        return date_time_string(self, timestamp)
    return format_datetime(functions_time(datetime.now(timezone.utc)), usegmt=True)


if SPEED != 1:
    # CloudWatch Logs rejects events that are more than two hours in the future. Functions stamp their events with this clock, so moto
    # compares them with this clock too.
    logs.utcnow = lambda: functions_time(utcnow())
    # The release controller is a function. Commands show the progress of a release by the times in the controller's document and by the
    # `Date` header of S3's answers, so both have to come from this clock. So do the times of objects, which are compared with that header.
    s3.utcnow = logs.utcnow
    WSGIRequestHandler.date_time_string = date_of_answer
