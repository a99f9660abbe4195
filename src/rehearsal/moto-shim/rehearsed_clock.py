"""The clock of Lambda functions in the emulator. It shows the same time as the clock of `clock.cjs`."""

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
    """Converts a real time into a time on this clock. If the time has no time zone, it is in UTC, as in moto."""
    aware = real if real.tzinfo else real.replace(tzinfo=timezone.utc)
    shown = datetime.fromtimestamp(EPOCH + (aware.timestamp() - EPOCH) * SPEED, timezone.utc)
    return shown if real.tzinfo else shown.replace(tzinfo=None)


date_time_string = WSGIRequestHandler.date_time_string


def date_of_answer(self, timestamp=None) -> str:
    if "/s3/aws4_request" not in (getattr(self, "headers", None) or {}).get("Authorization", ""):
        return date_time_string(self, timestamp)
    return format_datetime(functions_time(datetime.now(timezone.utc)), usegmt=True)


if SPEED != 1:
    # CloudWatch Logs rejects events that are more than two hours in the future. The timestamps of functions are
    # times on this clock, so moto has to compare them with this clock too.
    logs.utcnow = lambda: functions_time(utcnow())
    # The release controller is a Lambda function. Commands show the progress of a release. For this, they compare the times in the
    # controller's JSON file in S3 with the `Date` header of S3's answers. So both have to be times on this clock. The times of S3 objects
    # are compared with the same header, so they have to be times on this clock too.
    s3.utcnow = logs.utcnow
    WSGIRequestHandler.date_time_string = date_of_answer
