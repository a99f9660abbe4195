"""Requests of the emulator take turns: moto answers in threads, but its models are not made for them, and one walks
through a dictionary that another changes.
"""

import contextlib
import threading

ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def others_first():
    """Inside a request: other requests are answered meanwhile. A function that is invoked calls this same emulator."""
    ONE_AT_A_TIME.release()
    try:
        yield
    finally:
        ONE_AT_A_TIME.acquire()
