"""Makes the emulator answer its requests one after the other. moto answers requests in several threads, but its models are not
thread-safe: one request may iterate over a dictionary while another request changes it.
"""

import contextlib
import threading

ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def others_first():
    """Lets other requests run while this request waits, for example for an invoked function that calls the emulator itself."""
    ONE_AT_A_TIME.release()
    try:
        yield
    finally:
        ONE_AT_A_TIME.acquire()
