"""The only SQL: records (SQLAlchemy Core on SQLite), full-text index, vectors, migrations, the readers' gate."""

from headwater.store.database import Store, Transaction
from headwater.store.lock import WriterLock, lock_writer
from headwater.store.reading import Reader

__all__ = ["Reader", "Store", "Transaction", "WriterLock", "lock_writer"]
