"""The child's side of `pipeline.sandbox`: read a task, run it, answer; `python -m headwater.pipeline.child BYTES`."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

from headwater.model.rejection import Reason, Rejection

_LENGTH = struct.Struct(">Q")
_DETAIL_CHARS = 500

GC_THRESHOLD = (20_000, 20, 20)
"""A page makes some ten thousand values that die with it: Python's own 700 looks at each of them several times."""


def main() -> None:
    """Serve tasks until the input ends."""
    _limit_memory(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C reaches the whole group; the parent decides when we end
    answers = _own_output()
    from headwater.pipeline.tasks import run_task  # after the limit, so that loading counts too

    _collect_less()
    while (task := _read_task(sys.stdin.buffer)) is not None:
        name, payload = task
        message = pickle.dumps(_run(run_task, name, payload), protocol=pickle.HIGHEST_PROTOCOL)
        answers.write(_LENGTH.pack(len(message)) + message)
        answers.flush()


def _run(run_task: Any, name: str, payload: Any) -> Any:
    try:
        return run_task(name, payload)
    except MemoryError:
        return Rejection(stage=name, reason=Reason.OUT_OF_MEMORY, detail="the task wanted more memory than it may use")
    except RecursionError:
        return Rejection(stage=name, reason=Reason.CRASHED, detail="the input is nested too deeply")
    except Exception as error:
        # A bug of ours met by foreign bytes must not take the program down: it is kept as evidence instead.
        detail = f"{type(error).__name__}: {error}"[:_DETAIL_CHARS]
        return Rejection(stage=name, reason=Reason.CRASHED, detail=detail)


def _collect_less() -> None:
    """What was loaded stays: the collector looks at it no more, and at pages' own values less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLD)


def _own_output() -> BinaryIO:
    """Keep the answer pipe for ourselves: a library that prints must not garble it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _read_task(stream: BinaryIO) -> tuple[str, Any] | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return None if len(body) < length else pickle.loads(body)  # noqa: S301 (our own parent wrote it)


def _limit_memory(memory_bytes: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    main()
