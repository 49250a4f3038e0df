"""Child processes for everything that reads foreign bytes, with a deadline and a memory limit each.

A child is a fresh interpreter that reads length-prefixed pickles from its standard input and answers on its standard
output; it ends by itself when the parent is gone (end of input), so a killed program leaves no orphans.
`multiprocessing.Pool` hangs and `ProcessPoolExecutor` fails every future when one worker is killed
(docs/decisions/0004-children.md): here a dead child costs its own task only, and is replaced.
"""

from __future__ import annotations

import pickle
import queue
import select
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from headwater.model.rejection import Reason, Rejection

_LENGTH = struct.Struct(">Q")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class SandboxLimits:
    """What one task may use: wall-clock seconds, and bytes of address space of its process."""

    deadline_seconds: float = 30.0
    start_seconds: float = 60.0
    memory_bytes: int = 3 << 30


class _Died(Exception):
    """The child ended before it answered; carries its exit code."""


class _Child:
    """One child process; used by one thread at a time."""

    def __init__(self, limits: SandboxLimits) -> None:
        command = [sys.executable, "-m", "headwater.pipeline.child", str(limits.memory_bytes)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 (ours)
        self._limits = limits

    def call(self, name: str, payload: Any, seconds: float) -> Any:
        """The task's answer; TimeoutError past the deadline, _Died when the process ended."""
        ends_at = time.monotonic() + seconds
        message = pickle.dumps((name, payload), protocol=pickle.HIGHEST_PROTOCOL)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(_LENGTH.pack(len(message)) + message)
            self._process.stdin.flush()
        except OSError as error:
            raise _Died(self._process.wait()) from error
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, ends_at))
        return pickle.loads(self._read(length, ends_at))  # noqa: S301 (our own child wrote it)

    def _read(self, size: int, ends_at: float) -> bytes:
        assert self._process.stdout is not None
        watch = select.poll()  # unlike select, it has no limit on descriptor numbers
        watch.register(self._process.stdout.fileno(), select.POLLIN)
        parts: list[bytes] = []
        while size:
            if not watch.poll(max(0.0, ends_at - time.monotonic()) * 1000):
                raise TimeoutError
            part = self._process.stdout.read1(min(size, _CHUNK_BYTES))  # type: ignore[attr-defined]
            if not part:
                raise _Died(self._process.wait())
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def kill(self) -> None:
        """End the process at once and reap it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class Children:
    """A fixed number of children; `call` may be used from many threads."""

    def __init__(self, count: int, limits: SandboxLimits = SandboxLimits()) -> None:
        self._limits = limits
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._count = count
        self._all: set[_Child] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        for _ in range(count):
            self._idle.put(None)

    @property
    def count(self) -> int:
        """How many tasks run at once."""
        return self._count

    def call(self, name: str, payload: Any) -> Any:
        """Run one task of `headwater.pipeline.tasks`; its value, or a Rejection when the child failed it."""
        child = self._idle.get()
        is_fresh = child is None
        try:
            if child is None:
                child = self._start()
            seconds = self._limits.deadline_seconds + (self._limits.start_seconds if is_fresh else 0)
            answer = child.call(name, payload, seconds)
        except TimeoutError:
            self._discard(child)
            child = None
            answer = _failed(name, Reason.TIMEOUT, f"no answer after {self._limits.deadline_seconds:.0f} s")
        except _Died as death:
            self._discard(child)
            child = None
            answer = _failed(name, Reason.CRASHED, f"the child process ended with code {death}")
        finally:
            self._idle.put(child)
        return answer

    def _start(self) -> _Child:
        child = _Child(self._limits)
        with self._lock:
            self._all.add(child)
            if self._is_closed:
                child.kill()
        return child

    def _discard(self, child: _Child | None) -> None:
        if child is not None:
            child.kill()
            with self._lock:
                self._all.discard(child)

    def map(self, name: str, payloads: Iterable[Any], *, lookahead: int = 4) -> Iterator[Any]:
        """Answers in the order of `payloads`; at most `lookahead` tasks a child wait in memory."""
        waiting: deque[Future[Any]] = deque()
        with ThreadPoolExecutor(self._count) as threads:
            for payload in payloads:
                waiting.append(threads.submit(self.call, name, payload))
                while len(waiting) >= self._count * lookahead or (waiting and waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def close(self) -> None:
        """End every child at once; what they were doing is lost, as a kill would."""
        with self._lock:
            self._is_closed = True
            children, self._all = self._all, set()
        for child in children:
            child.kill()

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _failed(name: str, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage=name, reason=reason, detail=detail)
