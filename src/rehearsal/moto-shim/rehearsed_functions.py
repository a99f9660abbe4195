"""Lambda: runs the code of functions in Node.js processes of this machine. moto itself would run the code in Docker.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import json
import os
import re
import threading
import time
import uuid
from datetime import datetime, timezone

import rehearsed_sandboxes as sandboxes
from flask import request
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from rehearsed_turns import ONE_AT_A_TIME, others_first

# The access keys of functions begin with this prefix. So the functions' calls can be distinguished from calls of the rehearsal.
ACCESS_KEY_PREFIX = "function."

# IAM's names of Lambda's actions. The keys are the HTTP method and path of the call.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
PERMISSIONS = [
    ("POST", r"/functions/?$", "CreateFunction"),
    ("GET", r"/functions/?$", "ListFunctions"),
    ("GET", r"/functions/[^/]+$", "GetFunction"),
    ("DELETE", r"/functions/[^/]+$", "DeleteFunction"),
    ("GET", r"/functions/[^/]+/versions/?$", "ListVersionsByFunction"),
    ("POST", r"/functions/[^/]+/versions/?$", "PublishVersion"),
    ("GET", r"/functions/[^/]+/configuration$", "GetFunctionConfiguration"),
    ("PUT", r"/functions/[^/]+/configuration$", "UpdateFunctionConfiguration"),
    ("PUT", r"/functions/[^/]+/code$", "UpdateFunctionCode"),
    ("GET", r"/functions/[^/]+/code-signing-config$", "GetFunctionCodeSigningConfig"),
    ("GET", r"/functions/[^/]+/policy$", "GetPolicy"),
    ("POST", r"/functions/[^/]+/policy$", "AddPermission"),
    ("DELETE", r"/functions/[^/]+/policy/[^/]+$", "RemovePermission"),
    ("POST", r"/functions/[^/]+/invocations$", "InvokeFunction"),
    ("GET", r"/tags/.+$", "ListTags"),
    ("POST", r"/tags/.+$", "TagResource"),
    ("DELETE", r"/tags/.+$", "UntagResource"),
]


def permission(method: str, path: str) -> str:
    matches = (name for verb, form, name in PERMISSIONS if verb == method and re.search(form, path))
    return next(matches, f"{method} {path}")


def endpoint_of_functions() -> str:
    """The endpoint to which functions send their calls: this emulator, or a proxy of a test."""
    if "REHEARSED_FUNCTIONS_ENDPOINT" in os.environ:
        return os.environ["REHEARSED_FUNCTIONS_ENDPOINT"]
    return f"http://{request.environ['SERVER_NAME']}:{request.environ['SERVER_PORT']}"


class Invocation:
    """One event for a function. The constructor runs during a request, and stores the present code and settings of the function."""

    def __init__(self, function: LambdaFunction, event: bytes) -> None:
        self.event = event
        self.request_id = str(uuid.uuid4())
        self.timeout = int(function.timeout)
        self.function = function
        self.archive = function.code_bytes
        self.code = sandboxes.Code(
            function.function_arn, function.code_sha_256, function.handler, json.dumps(self.variables(function))
        )

    @staticmethod
    def variables(function: LambdaFunction) -> dict:
        """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""
        return {
            **function.environment_vars,
            "AWS_ENDPOINT_URL": endpoint_of_functions(),
            "AWS_REGION": function.region,
            "AWS_DEFAULT_REGION": function.region,
            "AWS_ACCESS_KEY_ID": f"{ACCESS_KEY_PREFIX}{function.function_name}",
            "AWS_SECRET_ACCESS_KEY": "function",
            "AWS_SESSION_TOKEN": "function",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
            "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
            # The SDK would print a warning if this machine's Node.js is older than the function's runtime.
            "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
            "TZ": ":UTC",
        }

    def run(self) -> tuple[bytes, bool]:
        """Runs the function. Returns the payload, and True if it is an error. The caller must not have acquired ONE_AT_A_TIME."""
        sandbox = sandboxes.take(self.code, self.archive)
        usable, answer = False, {}
        call = {
            "event": self.event.decode() or "{}",
            "requestId": self.request_id,
            "functionArn": self.code.function_arn,
            "milliseconds": self.timeout * 1000,
        }
        try:
            answer = sandbox.invoke(call, self.timeout)
            usable = sandbox.ready
        except TimeoutError:
            answer = {"error": self.error("Sandbox.Timedout", f"Task timed out after {self.timeout:.2f} seconds")}
        except sandboxes.Ended:
            status = sandbox.kill()
            what = f"exit status {status}" if status >= 0 else f"signal {-status}"
            answer = {"error": self.error("Runtime.ExitError", f"Runtime exited with error: {what}")}
        finally:
            printed = sandbox.take_output()
            sandboxes.give_back(sandbox, usable)
        failed = "error" in answer
        payload = json.dumps(answer["error"], separators=(",", ":")) if failed else answer["payload"]
        self.log([*printed.splitlines(), *([f"{self.request_id} ERROR {payload}"] if failed else [])])
        return payload.encode(), failed

    def error(self, kind: str, message: str) -> dict:
        return {"errorType": kind, "errorMessage": f"RequestId: {self.request_id} Error: {message}"}

    def log(self, lines: list[str]) -> None:
        """Writes lines to the function's log group if the group exists. The function's role has no permission to create the log group."""
        if not lines:
            return
        now = datetime.now(timezone.utc)
        with ONE_AT_A_TIME:
            logs, group = self.function.logs_backend, self.function.logs_group_name
            if group not in logs.groups:
                return
            stream = f"{now:%Y/%m/%d}/[$LATEST]{self.request_id.replace('-', '')}"
            logs.create_log_stream(group, stream)
            stamp = int(time.time() * 1000)
            logs.put_log_events(group, stream, [{"timestamp": stamp, "message": line} for line in lines if line])


def invoke_later(function: LambdaFunction, event: bytes) -> None:
    """Invokes a function asynchronously. After an error, AWS would try again twice, minutes later. This emulator does not try again."""
    threading.Thread(target=Invocation(function, event).run, daemon=True).start()


def invoke(self: LambdaFunction, body, request_headers, response_headers) -> bytes:
    event = body if isinstance(body, bytes) else (body or "").encode()
    kind = request_headers.get("X-Amz-Invocation-Type", "RequestResponse")
    if kind == "RequestResponse":
        invocation = Invocation(self, event)
        with others_first():
            payload, failed = invocation.run()
        response_headers[REQUEST_ID] = invocation.request_id
        response_headers["X-Amz-Executed-Version"] = "$LATEST"
        if failed:
            response_headers["X-Amz-Function-Error"] = "Unhandled"
        return payload
    if kind == "Event":
        invoke_later(self, event)
    return b""


# The answer has the same request id as the function's context. Without this code, moto would put another random id into the answer.
REQUEST_ID = "rehearsed-request-id"
call_action = LambdaResponse.call_action


def call_action_with_request_id(self):
    status, headers, body = call_action(self)
    if request_id := headers.pop(REQUEST_ID, None):
        headers["x-amzn-requestid"] = request_id
    return status, headers, body


delete_function = LambdaBackend.delete_function


def delete_function_and_sandboxes(self, function_name, qualifier=None) -> None:
    arn = self.get_function(function_name, qualifier).function_arn
    delete_function(self, function_name, qualifier)
    sandboxes.forget(arn)


LambdaFunction.invoke = invoke
LambdaResponse.call_action = call_action_with_request_id
LambdaBackend.delete_function = delete_function_and_sandboxes
