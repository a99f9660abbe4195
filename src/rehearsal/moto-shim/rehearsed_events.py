"""EventBridge: sends an event for each change of an alarm's state. moto does not send such events.

Only Lambda functions get the event. This project's other targets are SNS topics, and their rules do not match events of alarms.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import fnmatch
import json
import sys
import uuid
from datetime import datetime, timezone

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.events.models import Rule, events_backends
from rehearsed_clock import functions_time
from rehearsed_functions import invoke_later


def state_of(alarm: Alarm) -> dict:
    stamp = functions_time(alarm.state_updated_timestamp).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"
    return {"value": alarm.state_value, "reason": alarm.state_reason, "timestamp": stamp}


def state_change(backend: CloudWatchBackend, alarm: Alarm, previous: dict) -> dict:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": backend.account_id,
        "time": f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
        "region": backend.region_name,
        "resources": [alarm.alarm_arn],
        "detail": {
            "alarmName": alarm.name,
            "configuration": {"description": alarm.description},
            "previousState": previous,
            "state": state_of(alarm),
        },
    }


def may_invoke(rule: Rule, function: LambdaFunction) -> bool:
    """Returns whether the function's policy allows the rule to invoke the function. If not, AWS drops the event without an error."""
    for statement in function.policy.statements:
        arn = statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn", "*")
        principal = statement["Principal"]
        if (
            isinstance(principal, dict)
            and principal.get("Service") == "events.amazonaws.com"
            and statement["Action"] in ("lambda:InvokeFunction", "lambda:*")
            and fnmatch.fnmatchcase(rule.arn, arn)
        ):
            return True
    return False


def send(account_id: str, region: str, event: dict) -> None:
    functions = lambda_backends[account_id][region]
    for rule in list(events_backends[account_id][region].event_buses["default"].rules.values()):
        # If a rule has a schedule, it has no event pattern. moto treats a missing pattern as a pattern that matches every event.
        if rule.state != "ENABLED" or not rule.event_pattern.get_pattern() or not rule.event_pattern.matches_event(event):
            continue
        for target in rule.targets:
            function = functions.get_function_by_arn(target["Arn"])
            if function is None:
                continue
            if may_invoke(rule, function):
                invoke_later(function, json.dumps(event).encode())
            else:
                sys.stderr.write(f"REHEARSAL dropped an event: {rule.name} may not invoke {function.function_name}\n")


set_alarm_state = CloudWatchBackend.set_alarm_state


def set_alarm_state_with_event(self, alarm_name, reason, reason_data, state_value) -> None:
    previous = state_of(self.alarms[alarm_name]) if alarm_name in self.alarms else {}
    set_alarm_state(self, alarm_name, reason, reason_data, state_value)
    if previous["value"] != state_value:
        send(self.account_id, self.region_name, state_change(self, self.alarms[alarm_name], previous))


CloudWatchBackend.set_alarm_state = set_alarm_state_with_event
