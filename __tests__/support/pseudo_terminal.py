"""Runs a program in a pseudo-terminal, for pty.ts. It reads JSON lines from standard input and writes JSON lines to standard output.

The first line of input names the program: {"argv", "cwd", "env", "columns", "rows"}. Later lines are {"write": text},
{"resize": [columns, rows]}, {"signal": name} or {"hangup": true}. The lines of output are {"output": text}, and at the end
{"exit": code}. A negative code is the number of the signal that ended the program. When standard input ends, the program is killed.
"""

import codecs, fcntl, json, os, pty, select, signal, struct, sys, termios, time


def resize(descriptor, columns, rows):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def say(**message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


received = b""  # not sys.stdin, because select does not see what sys.stdin has buffered


def receive():
    """Reads the messages that have arrived completely."""
    global received
    data = os.read(0, 65536)
    if data == b"":
        raise EOFError
    *lines, received = (received + data).split(b"\n")
    return [json.loads(line) for line in lines]


waiting = []
while not waiting:
    waiting = receive()
start = waiting.pop(0)
pid, terminal = pty.fork()
if pid == 0:
    try:
        resize(0, start["columns"], start["rows"])
        os.chdir(start["cwd"])
        os.execvpe(start["argv"][0], start["argv"], start["env"])
    except Exception as error:
        os.write(2, f"{error}\n".encode())
        os._exit(127)

decoder = codecs.getincrementaldecoder("utf-8")("replace")
reading, status = True, None
ends_at = None  # after the program's end, remaining output is read until this time, even if a background process keeps the terminal open
while status is None or (reading and time.monotonic() < ends_at):
    ready, _, _ = select.select([0] + ([terminal] if reading else []), [], [], 0.02)
    if reading and terminal in ready:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # on Linux, this error means that no process has the terminal open
            data = b""
        reading = data != b""
        if reading:
            say(output=decoder.decode(data))
    if 0 in ready:
        try:
            waiting += receive()
        except EOFError:
            os.kill(pid, signal.SIGKILL)
            sys.exit(1)
    while waiting:
        message = waiting.pop(0)
        try:
            if "write" in message:
                os.write(terminal, message["write"].encode())
            elif "resize" in message:
                resize(terminal, *message["resize"])  # the kernel sends SIGWINCH to the program
            elif "signal" in message:
                os.kill(pid, getattr(signal, message["signal"]))
            elif "hangup" in message:
                reading = False
                os.close(terminal)
        except OSError:
            pass  # the program has ended meanwhile
    if status is None:
        ended, status_now = os.waitpid(pid, os.WNOHANG)
        if ended == pid:
            status, ends_at = status_now, time.monotonic() + 0.3
say(exit=-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
