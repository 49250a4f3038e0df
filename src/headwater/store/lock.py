"""One writing process per database: a lock that dies with its process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from headwater.model.errors import ExitCode, UserError
from headwater.store.failures import translating


class WriterLock:
    """The right to write one database, held until `release` or the end of the process, however it ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the right back; a second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


def lock_writer(path: str | Path) -> WriterLock:
    """Take the writer's lock of the database at `path` (flock on `<path>.lock`).

    UserError with `ExitCode.LOCKED` if another process holds it. The file stays: removing it would let two
    processes hold locks on two files of one name.
    """
    lock_path = Path(f"{path}.lock")
    with translating(lock_path):
        lock_path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(descriptor)
            os.close(descriptor)
            raise UserError(
                f"Another headwater process{holder} is already working on {path}: stop it (^C), do this, "
                "and start it again; or name another folder with --data.",
                exit_code=ExitCode.LOCKED,
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return WriterLock(lock_path, descriptor)


def _holder(descriptor: int) -> str:
    said = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    return f" (process {said})" if said.isdigit() else ""
