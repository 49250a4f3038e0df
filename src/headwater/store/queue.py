"""The queue, which is a table: natural key (stage, subject), leases with a fencing number, politeness by host.

A job is waiting, claimed or quarantined; a finished one is deleted. `jobs.available_at` is when a claim may take it.
For network stages `host_queue` holds one row per host, so that a claim costs the number of hosts it takes and not the
number of jobs that wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BindParameter, Connection, and_, bindparam, case, delete, func, insert, select, update

from headwater.model.codec import to_json
from headwater.model.job import Job, Stage
from headwater.store.columns import Record
from headwater.store.schema import host_queue, hosts, jobs

NETWORK_STAGES = frozenset({Stage.POLL, Stage.FETCH, Stage.SUBSCRIBE, Stage.PICTURE})
"""Stages that speak to a host: one job per host at a time, at the host's pace."""


# Built once: these run for every job, and building a statement costs more than running it.
_OF_STAGE: BindParameter[str] = bindparam("of_stage")
_OF_HOST: BindParameter[str] = bindparam("of_host")
_OF_SUBJECT: BindParameter[str] = bindparam("of_subject")
_KNOWN = select(jobs.c.id, jobs.c.state, jobs.c.due_at, jobs.c.host).where(
    jobs.c.stage == _OF_STAGE, jobs.c.subject_id == _OF_SUBJECT
)
_DROP_PLACE = delete(host_queue).where(host_queue.c.stage == _OF_STAGE, host_queue.c.host == _OF_HOST)
_TIMES = select(
    select(func.min(jobs.c.available_at))
    .where(jobs.c.stage == _OF_STAGE, jobs.c.host == _OF_HOST)
    .scalar_subquery()
    .label("next_job_at"),
    select(hosts.c.next_request_at).where(hosts.c.host == _OF_HOST).scalar_subquery().label("pace"),
).subquery()
_ADD_PLACE = insert(host_queue).from_select(
    ["stage", "host", "next_job_at", "ready_at"],
    select(
        _OF_STAGE,
        _OF_HOST,
        _TIMES.c.next_job_at,
        case((_TIMES.c.pace > _TIMES.c.next_job_at, _TIMES.c.pace), else_=_TIMES.c.next_job_at),
    ).where(_TIMES.c.next_job_at.is_not(None)),
)
_CLAIMED = select(
    jobs.c.id,
    jobs.c.stage,
    jobs.c.subject_id,
    jobs.c.attempt,
    jobs.c.host,
    jobs.c.due_at,
    jobs.c.available_at,
    jobs.c.detail,
)
_FIRST_JOB = (
    select(jobs.c.id)
    .where(
        jobs.c.stage == host_queue.c.stage, jobs.c.host == host_queue.c.host, jobs.c.available_at.is_not(None)
    )  # NULL (set aside) would come first
    .order_by(jobs.c.available_at)
    .limit(1)
    .scalar_subquery()
)


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    QUARANTINED = "quarantined"


def enqueue(
    tx: Connection, stage: Stage, subject_id: str, *, due_at: datetime, host: str = "", detail: str = ""
) -> None:
    """Make sure that a job waits for (stage, subject): a new or finished one is added.

    A claimed or quarantined one is left alone; a waiting one too, unless `due_at` is earlier.
    """
    found = tx.execute(_KNOWN, {"of_stage": stage, "of_subject": subject_id}).first()
    if found is None:
        row = {"stage": stage, "subject_id": subject_id, "host": host, "detail": detail, "state": JobState.WAITING}
        tx.execute(insert(jobs).values(**row, due_at=due_at, available_at=due_at))
        _refresh(tx, stage, host)
    elif found.state == JobState.WAITING and due_at < found.due_at:
        tx.execute(update(jobs).where(jobs.c.id == found.id).values(due_at=due_at, available_at=due_at))
        _refresh(tx, stage, found.host)


def enqueue_many(tx: Connection, stage: Stage, wanted: Mapping[str, str], *, due_at: datetime) -> None:
    """`enqueue` of many subjects of one network stage at once, each given with its host."""
    known = select(jobs.c.subject_id).where(jobs.c.stage == stage, jobs.c.subject_id.in_(list(wanted)))
    found = set(tx.execute(known).scalars()) if wanted else set()
    for subject_id in found:
        enqueue(tx, stage, subject_id, due_at=due_at, host=wanted[subject_id])
    rows = [
        {
            "stage": stage,
            "subject_id": subject_id,
            "host": host,
            "detail": "",
            "state": JobState.WAITING,
            "due_at": due_at,
            "available_at": due_at,
        }
        for subject_id, host in wanted.items()
        if subject_id not in found
    ]
    if rows:
        tx.execute(insert(jobs), rows)
        _refresh_places(tx, {(stage, host) for host in wanted.values()})


def claim(
    tx: Connection,
    *,
    stages: Collection[Stage],
    now: datetime,
    lease: timedelta,
    limit: int,
    exclude_hosts: Collection[str] = (),
) -> list[Job]:
    """Take up to `limit` due jobs, earliest first, for `lease`; each claim raises the job's attempt by one.

    Due: waiting with `due_at <= now`, or claimed with an expired lease. Of network stages at most one job per host
    comes back, none of `exclude_hosts`, and none of a host before its `next_request_at`.
    """
    network = NETWORK_STAGES.intersection(stages)
    found = _due_local(tx, set(stages) - network, now, limit) + _due_network(tx, network, now, limit, exclude_hosts)
    found.sort(key=lambda row: (row.available_at, row.id))
    taken = found[:limit]
    until = now + lease
    if taken:
        tx.execute(
            update(jobs)
            .where(jobs.c.id.in_([row.id for row in taken]))
            .values(state=JobState.CLAIMED, attempt=jobs.c.attempt + 1, claimed_until=until, available_at=until)
        )
    _refresh_places(tx, {(row.stage, row.host) for row in taken})
    return [_job(row, until) for row in taken]


def _job(row: Record, until: datetime) -> Job:
    return Job(
        id=row.id,
        stage=Stage(row.stage),
        subject_id=row.subject_id,
        attempt=row.attempt + 1,
        host=row.host,
        due_at=row.due_at,
        claimed_until=until,
        detail=row.detail,
    )


def _due_local(tx: Connection, stages: Iterable[Stage], now: datetime, limit: int) -> list[Record]:
    rows: list[Record] = []
    for stage in stages:
        due = _CLAIMED.where(jobs.c.stage == stage, jobs.c.available_at <= now)
        rows.extend(tx.execute(due.order_by(jobs.c.available_at).limit(limit)))
    return rows


def _due_network(
    tx: Connection, stages: Iterable[Stage], now: datetime, limit: int, exclude: Collection[str]
) -> list[Record]:
    """The first due job of each ready host; a host ready in two stages gives its earlier one."""
    ready: list[Record] = []
    for stage in stages:
        query = select(host_queue.c.ready_at, host_queue.c.host, _FIRST_JOB.label("job_id")).where(
            host_queue.c.stage == stage, host_queue.c.ready_at <= now
        )
        # Excluded hosts are few (those with a request under way): they are skipped here, not in SQL.
        ready.extend(tx.execute(query.order_by(host_queue.c.ready_at).limit(limit + len(exclude))))
    chosen: dict[str, int] = {}
    for place in sorted(ready, key=lambda place: place.ready_at):
        if place.host not in exclude and len(chosen) < limit:
            chosen.setdefault(place.host, place.job_id)
    return list(tx.execute(_CLAIMED.where(jobs.c.id.in_(list(chosen.values())))))


def finish(tx: Connection, job: Job) -> bool:
    """Delete a done job; False if this claim was lost meanwhile (lease expired and taken again): then roll back."""
    held = and_(jobs.c.id == job.id, jobs.c.attempt == job.attempt, jobs.c.state == JobState.CLAIMED)
    is_held = tx.execute(delete(jobs).where(held)).rowcount == 1
    _refresh(tx, job.stage, job.host)
    return is_held


def give_back(tx: Connection, claimed: Collection[Job]) -> None:
    """Let claimed jobs that were not begun wait again, as if nobody had claimed them."""
    held = jobs.c.id.in_(held_ids(tx, claimed))
    values = {"state": JobState.WAITING, "claimed_until": None, "available_at": jobs.c.due_at}
    tx.execute(update(jobs).where(held).values(**values, attempt=jobs.c.attempt - 1))
    _refresh_places(tx, {(job.stage, job.host) for job in claimed})


def held_ids(tx: Connection, claimed: Collection[Job]) -> set[int]:
    """The ids of those jobs whose claim was not lost meanwhile."""
    attempts = {job.id: job.attempt for job in claimed}
    query = select(jobs.c.id, jobs.c.attempt).where(jobs.c.id.in_(list(attempts)), jobs.c.state == JobState.CLAIMED)
    return {row.id for row in tx.execute(query) if row.attempt == attempts[row.id]}


def reschedule(tx: Connection, moves: Mapping[Job, tuple[datetime, str]]) -> None:
    """Let done jobs of one stage that are held wait for their next turn: each at its time and host, from attempt 0.

    Their hosts' places in the queue are brought up to date for all stages: call it after the hosts' pace was set.
    """
    if not moves:
        return
    rows = [{"of_id": job.id, "of_due": due_at, "to_host": host} for job, (due_at, host) in moves.items()]
    tx.execute(_RESCHEDULE, rows)
    stage = next(iter(moves)).stage
    changed = {job.host for job in moves} | {host for _, host in moves.values()}
    _refresh_places(tx, {(stage, host) for host in changed})
    others = sorted(NETWORK_STAGES - {stage})
    tx.execute(_REPACE, [{"of_host": host, "of_stage": other} for host in changed for other in others])


_PACE = select(hosts.c.next_request_at).where(hosts.c.host == host_queue.c.host).scalar_subquery()
_REPACE = (
    update(host_queue)
    .where(host_queue.c.stage == _OF_STAGE, host_queue.c.host == _OF_HOST)
    .values(ready_at=case((host_queue.c.next_job_at < _PACE, _PACE), else_=host_queue.c.next_job_at))
)
_OF_DUE: BindParameter[datetime] = bindparam("of_due", type_=jobs.c.due_at.type)
_RESCHEDULE = (
    update(jobs)
    .where(jobs.c.id == bindparam("of_id"))
    .values(
        state=JobState.WAITING,
        attempt=0,
        due_at=_OF_DUE,
        available_at=_OF_DUE,
        claimed_until=None,
        reason="",
        host=bindparam("to_host"),
    )
)


def retry(tx: Connection, job: Job, *, due_at: datetime, reason: str) -> bool:
    """Let a job wait until `due_at` and try again; False if this claim was lost meanwhile."""
    values = {"state": JobState.WAITING, "due_at": due_at, "available_at": due_at, "claimed_until": None}
    return _settle(tx, job, {**values, "reason": reason})


def quarantine(tx: Connection, job: Job, *, reason: str, evidence: object = None) -> bool:
    """Set a job aside with its reason and a JSON-able evidence, for a person to look at; False if it was lost."""
    values = {"state": JobState.QUARANTINED, "available_at": None, "claimed_until": None}
    return _settle(tx, job, {**values, "reason": reason, "evidence": to_json(evidence)})


def _settle(tx: Connection, job: Job, values: dict[str, object]) -> bool:
    held = and_(jobs.c.id == job.id, jobs.c.attempt == job.attempt, jobs.c.state == JobState.CLAIMED)
    is_held = tx.execute(update(jobs).where(held).values(**values)).rowcount == 1
    _refresh(tx, job.stage, job.host)
    return is_held


def release_quarantined(tx: Connection, stage: Stage, subject_id: str, *, due_at: datetime) -> bool:
    """Let a quarantined job try again from attempt 0; False if there is none."""
    key = and_(jobs.c.stage == stage, jobs.c.subject_id == subject_id, jobs.c.state == JobState.QUARANTINED)
    host = tx.execute(select(jobs.c.host).where(key)).scalar()
    if host is None:
        return False
    values = {"state": JobState.WAITING, "due_at": due_at, "available_at": due_at, "attempt": 0, "evidence": None}
    tx.execute(update(jobs).where(key).values(**values))
    _refresh(tx, stage, host)
    return True


def release_all(tx: Connection) -> int:
    """Give back every lease, at the start of the one writer: their holders are dead.

    Attempts stay counted, but those of the network: that we were killed is no failure of the host that we asked.
    """
    claimed = jobs.c.state == JobState.CLAIMED
    places = tx.execute(select(jobs.c.stage, jobs.c.host).where(claimed).distinct()).all()
    network = and_(claimed, jobs.c.stage.in_(NETWORK_STAGES), jobs.c.attempt > 0)
    tx.execute(update(jobs).where(network).values(attempt=jobs.c.attempt - 1))
    values = {"state": JobState.WAITING, "claimed_until": None, "available_at": jobs.c.due_at}
    count = tx.execute(update(jobs).where(claimed).values(**values)).rowcount
    for place in places:
        _refresh(tx, Stage(place.stage), place.host)
    return count


def drop_jobs(tx: Connection, subject_ids: Collection[str]) -> int:
    """Delete every job about these subjects, in any state; how many there were."""
    about = jobs.c.subject_id.in_(list(subject_ids))
    places = tx.execute(select(jobs.c.stage, jobs.c.host).where(about).distinct()).all()
    count = tx.execute(delete(jobs).where(about)).rowcount
    for place in places:
        _refresh(tx, Stage(place.stage), place.host)
    return count


def next_due_at(
    connection: Connection, *, stages: Collection[Stage], exclude_hosts: Collection[str] = ()
) -> datetime | None:
    """The earliest time at which `claim` would give something (hosts' pace counted in), or None if nothing waits."""
    times: list[datetime | None] = []
    for stage in stages:
        if stage in NETWORK_STAGES:
            ready = select(host_queue.c.ready_at, host_queue.c.host).where(host_queue.c.stage == stage)
            rows = connection.execute(ready.order_by(host_queue.c.ready_at).limit(len(exclude_hosts) + 1))
            times.extend(row.ready_at for row in rows if row.host not in exclude_hosts)
        else:
            earliest = select(func.min(jobs.c.available_at)).where(jobs.c.stage == stage)
            times.append(connection.execute(earliest).scalar())
    return min((time for time in times if time is not None), default=None)


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """How many jobs there are by (stage, state)."""
    query = select(jobs.c.stage, jobs.c.state, func.count()).group_by(jobs.c.stage, jobs.c.state)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def pending_count(connection: Connection, stages: Collection[Stage]) -> int:
    """How many jobs of these stages wait or are claimed."""
    query = select(func.count()).where(jobs.c.stage.in_(list(stages)), jobs.c.available_at.is_not(None))
    return connection.execute(query).scalar_one()


def refresh_hosts(tx: Connection, changed: Iterable[str]) -> None:
    """Bring hosts' places in the queue up to date after their pace or their jobs changed."""
    _refresh_places(tx, {(stage, host) for host in changed for stage in NETWORK_STAGES})


def _refresh(tx: Connection, stage: Stage, host: str) -> None:
    _refresh_places(tx, {(stage, host)})


def _refresh_places(tx: Connection, places: Iterable[tuple[str, str]]) -> None:
    rows = [{"of_stage": stage, "of_host": host} for stage, host in places if stage in NETWORK_STAGES]
    if rows:
        tx.execute(_DROP_PLACE, rows)
        tx.execute(_ADD_PLACE, rows)
