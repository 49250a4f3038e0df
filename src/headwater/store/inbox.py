"""A folder of deliveries that the site took and the pipeline has not worked in yet.

The site's process must not write the database; it writes files, and the one writer takes them from there, oldest
first. A file appears whole or not at all: written under another name, flushed to the disk, renamed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock

from headwater.model.rejection import Reason, Rejection
from headwater.store.columns import instant, microseconds

STAGE = "push"
MEBIBYTE = 1024 * 1024
MAX_HEAD_BYTES = 64 * 1024
CALLBACK_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_NAME = re.compile(r"(\d{17,20})-[A-Za-z0-9_-]{16,64}\.push")
_UNFINISHED = ".unfinished"
_TEXTS = ("topic_url", "reason", "signature", "media_type", "link")


class DeliveryKind(StrEnum):
    """What a hub told us."""

    CONTENT = "content"
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    DENIED = "denied"


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One message of a hub to the callback `callback_id`, as it came; nothing of it has been believed yet.

    `lease` comes with SUBSCRIBED, `reason` with DENIED; `signature` (X-Hub-Signature), `media_type`, `link` and
    `body` with CONTENT.
    """

    kind: DeliveryKind
    callback_id: str
    received_at: datetime
    topic_url: str = ""
    lease: timedelta | None = None
    reason: str = ""
    signature: str = ""
    media_type: str = ""
    link: str = ""
    body: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxLimits:
    """How much may wait. `max_per_callback` keeps one mad hub from closing the door to all others."""

    max_files: int = 1_000
    max_bytes: int = 256 * MEBIBYTE
    max_per_callback: int = 20
    max_file_bytes: int = 11 * MEBIBYTE


class Inbox:
    """The folder; safe for several threads of one writing process and one reading process."""

    def __init__(self, folder: Path, limits: InboxLimits = InboxLimits()) -> None:
        self.folder = folder
        self._limits = limits
        self._lock = Lock()

    def prepare(self) -> None:
        """Make the folder, for us alone, and clear away what a killed writer left half done. For the writer."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.folder.glob(f"*{_UNFINISHED}"):
            left.unlink(missing_ok=True)

    def put(self, delivery: Delivery) -> bool:
        """Keep a delivery durably; False where too much waits already. OSError where the disk refuses."""
        if not CALLBACK_ID.fullmatch(delivery.callback_id):
            raise ValueError("not a callback id")
        data = _encoded(delivery)
        with self._lock:
            sizes = self._sizes()
            if not self._has_room(sizes, delivery.callback_id, len(data)):
                return False
            self._write(_name(delivery, sizes), data)
        return True

    def waiting(self, *, limit: int, max_bytes: int) -> list[Path]:
        """The oldest deliveries, at most `limit` and together at most `max_bytes`, but one at least if there is one.

        Files of other names are none of ours.
        """
        chosen: list[Path] = []
        total = 0
        for name, size in sorted(self._sizes().items())[:limit]:
            total += size
            if chosen and total > max_bytes:
                break
            chosen.append(self.folder / name)
        return chosen

    def read(self, path: Path) -> Delivery | Rejection:
        """The delivery in a file of `waiting`, or why there is none; any bytes in, never an exception."""
        try:
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            return _rejected(path, Reason.BAD_INPUT, f"cannot be opened: {error.strerror}")
        with os.fdopen(number, "rb") as file:
            data = file.read(self._limits.max_file_bytes + 1)
        if len(data) > self._limits.max_file_bytes:
            return _rejected(path, Reason.TOO_LARGE, f"larger than {self._limits.max_file_bytes} bytes")
        return _decoded(path, data)

    def remove(self, path: Path) -> None:
        """Done with this one."""
        path.unlink(missing_ok=True)

    def _sizes(self) -> dict[str, int]:
        """Our files and their bytes; links, folders and other names are none of ours."""
        sizes: dict[str, int] = {}
        with suppress(FileNotFoundError), os.scandir(self.folder) as found:
            for each in found:
                if _NAME.fullmatch(each.name) and each.is_file(follow_symlinks=False):
                    with suppress(FileNotFoundError):  # taken by the reader meanwhile
                        sizes[each.name] = each.stat(follow_symlinks=False).st_size
        return sizes

    def _has_room(self, sizes: Mapping[str, int], callback_id: str, size: int) -> bool:
        limits = self._limits
        own = sum(1 for name in sizes if name.endswith(f"-{callback_id}.push"))
        is_full = len(sizes) >= limits.max_files or sum(sizes.values()) + size > limits.max_bytes
        return not is_full and own < limits.max_per_callback and size <= limits.max_file_bytes

    def _write(self, name: str, data: bytes) -> None:
        unfinished = self.folder / f"{name}{_UNFINISHED}"
        try:
            number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(number)
            unfinished.rename(self.folder / name)
        except OSError:  # a full disk: what is half there must not fill it further
            unfinished.unlink(missing_ok=True)
            raise
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _name(delivery: Delivery, known: Iterable[str]) -> str:
    """A name that sorts after all known ones, whatever the clock does."""
    latest = max((int(name.partition("-")[0]) for name in known), default=0)
    return f"{max(microseconds(delivery.received_at), latest + 1):017d}-{delivery.callback_id}.push"


def _encoded(delivery: Delivery) -> bytes:
    """One line of JSON, then the body as it came."""
    head = {
        "kind": delivery.kind.value,
        "callback_id": delivery.callback_id,
        "received_at": microseconds(delivery.received_at),
        "lease_seconds": None if delivery.lease is None else int(delivery.lease.total_seconds()),
        **{name: getattr(delivery, name) for name in _TEXTS},
    }
    return json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode() + b"\n" + delivery.body


def _decoded(path: Path, data: bytes) -> Delivery | Rejection:
    line, _, body = data.partition(b"\n")
    try:
        if len(line) > MAX_HEAD_BYTES:
            raise ValueError("the first line is too long")
        head = json.loads(line)
        lease = head["lease_seconds"]
        return Delivery(
            kind=DeliveryKind(head["kind"]),
            callback_id=str(head["callback_id"]),
            received_at=instant(int(head["received_at"])),
            lease=None if lease is None else timedelta(seconds=int(lease)),
            body=body,
            **{name: str(head[name]) for name in _TEXTS},
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        return _rejected(path, Reason.BAD_INPUT, f"not a delivery: {type(error).__name__}")


def _rejected(path: Path, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage=STAGE, reason=reason, detail=detail, subject=path.name)
