"""Sandboxes of Lambda functions. A sandbox is a Node.js process that has loaded one version of a function's code.

As in AWS, a sandbox handles one invocation at a time, is kept for later invocations, and is frozen between invocations. If a handler
has left work unfinished, this work continues during the next invocation.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import atexit
import dataclasses
import io
import json
import os
import pathlib
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

RUNNER = pathlib.Path(__file__).with_name("runner.cjs")
INIT_SECONDS = 10  # AWS's limit for loading the code, in addition to the function's timeout

# Environment variables that a function gets from the emulator: the places of Node.js and the AWS SDK, and the settings of the clock.
PASSED_ON = ("PATH", "HOME", "NODE_PATH", "NODE_OPTIONS", "REHEARSED_EPOCH", "REHEARSED_SPEED")

# Each sandbox gets a process group of its own. So if the emulator is killed, the kernel ends the frozen sandboxes. Python 3.10 does not
# support this option.
OWN_GROUP = {"process_group": 0} if sys.version_info >= (3, 11) else {}


@dataclasses.dataclass(frozen=True)
class Code:
    """The code, handler and environment variables of a sandbox. If one of them changes, the sandbox is not used again."""

    function_arn: str
    sha256: str
    handler: str
    variables: str  # JSON, without the variables in PASSED_ON


class Ended(Exception):
    """The error if the process of a sandbox has ended."""


class Sandbox:
    def __init__(self, code: Code, root: pathlib.Path) -> None:
        self.code = code
        self.output = b""
        self.answers, theirs = os.pipe()
        own = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.process = subprocess.Popen(
            [os.environ.get("REHEARSAL_NODE", "node"), str(RUNNER), str(root), code.handler, str(theirs)],
            env={**own, **json.loads(code.variables)},
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs],
            **OWN_GROUP,
        )
        os.close(theirs)
        self.ready = False

    def invoke(self, call: dict, seconds: float) -> dict:
        """Invokes the function. Returns `payload` or `error`. Raises TimeoutError after the timeout, and Ended if the process has ended."""
        self.process.send_signal(signal.SIGCONT)
        if not self.ready:
            if "error" in (loaded := self._answer(INIT_SECONDS)):
                self._drain()
                return loaded
            self.ready = True
        try:
            self.process.stdin.write(json.dumps(call).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Ended from None
        answer = self._answer(seconds)
        self.process.send_signal(signal.SIGSTOP)
        self._drain()
        return answer

    def take_output(self) -> str:
        output, self.output = self.output, b""
        return output.decode(errors="replace")

    def kill(self) -> int:
        self.process.kill()
        return self._wait()

    def _answer(self, seconds: float) -> dict:
        deadline, line = time.monotonic() + seconds, b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.answers, selectors.EVENT_READ)
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                ready = [key.fd for key, _ in selector.select(max(0, deadline - time.monotonic()))]
                if not ready:
                    self._drain()
                    self.kill()
                    raise TimeoutError
                if (printed := self.process.stdout.fileno()) in ready:
                    chunk = os.read(printed, 65536)
                    self.output += chunk
                    if not chunk:
                        selector.unregister(self.process.stdout)
                if self.answers in ready:
                    chunk = os.read(self.answers, 65536)
                    line += chunk
                    if not chunk:
                        self._drain()
                        raise Ended
        return json.loads(line)

    def _drain(self) -> None:
        """Reads what the process has printed. Node.js writes to pipes synchronously, so all text from before the answer has arrived."""
        printed = self.process.stdout.fileno()
        os.set_blocking(printed, False)
        try:
            while chunk := os.read(printed, 65536):
                self.output += chunk
        except BlockingIOError:
            pass
        os.set_blocking(printed, True)

    def _wait(self) -> int:
        code = self.process.wait()
        if self.answers >= 0:
            os.close(self.answers)
            self.answers = -1
            self.process.stdout.close()
        return code


lock = threading.Lock()
idle: list[Sandbox] = []
busy: set[Sandbox] = set()
unpacked: dict[str, pathlib.Path] = {}
over = False


def take(code: Code, archive: bytes) -> Sandbox:
    """Returns an idle sandbox for exactly this code, or else a new sandbox. Removes sandboxes of older code and ended sandboxes."""
    with lock:
        for other in [it for it in idle if it.code.function_arn == code.function_arn]:
            if other.code != code or other.process.poll() is not None:
                idle.remove(other)
                other.kill()
        if over:
            raise RuntimeError("the emulator ends")
        sandbox = next((it for it in idle if it.code == code), None)
        if sandbox is not None:
            idle.remove(sandbox)
        else:
            sandbox = Sandbox(code, unpack(code.sha256, archive))
        busy.add(sandbox)
        return sandbox


def give_back(sandbox: Sandbox, usable: bool) -> None:
    with lock:
        busy.discard(sandbox)
        if usable and not over:
            idle.append(sandbox)
        else:
            sandbox.kill()


def unpack(sha256: str, archive: bytes) -> pathlib.Path:
    if sha256 not in unpacked:
        root = pathlib.Path(tempfile.mkdtemp(prefix="rehearsed-function-"))
        unpacked[sha256] = root
        zipfile.ZipFile(io.BytesIO(archive)).extractall(root)
    return unpacked[sha256]


def forget(function_arn: str) -> None:
    """Ends the idle sandboxes of a deleted function."""
    with lock:
        for sandbox in [it for it in idle if it.code.function_arn == function_arn]:
            idle.remove(sandbox)
            sandbox.kill()


@atexit.register
def end() -> None:
    """Ends all sandboxes, and deletes their code. This is called when the emulator ends."""
    global over
    with lock:
        over = True
        for sandbox in [*idle, *busy]:
            sandbox.process.kill()  # SIGKILL, because a frozen process does not react to other signals
            sandbox.process.wait()
        for root in unpacked.values():
            shutil.rmtree(root, ignore_errors=True)
        unpacked.clear()
