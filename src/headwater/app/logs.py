"""One structured line per job: stage, subject, outcome, milliseconds. To a file in the data folder, as JSON."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from headwater.model.job import Stage
from headwater.pipeline.local import JobLog

LOG_NAME = "headwater.log"
MAX_LOG_BYTES = 10 << 20
KEPT_LOGS = 3


def job_log(folder: Path, *, to_stderr: bool) -> JobLog:
    """A function that writes one line per job; `to_stderr` where nobody looks at a progress display."""
    logger = logging.getLogger("headwater.jobs")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.handlers.clear()
    logger.addHandler(RotatingFileHandler(folder / LOG_NAME, maxBytes=MAX_LOG_BYTES, backupCount=KEPT_LOGS))
    if to_stderr:
        logger.addHandler(logging.StreamHandler(sys.stderr))
    lines: Any = structlog.wrap_logger(
        logger,
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )

    def write(stage: Stage, subject: str, outcome: str, milliseconds: float) -> None:
        lines.info("job", stage=stage.value, subject=subject, outcome=outcome, ms=round(milliseconds, 1))

    return write
