"""Expenses in a SQLite file."""

import datetime
import re
import sqlite3
import threading
from dataclasses import dataclass
from typing import Dict, List, Optional

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Expense:
    id: int
    cents: int
    category: str
    day: str
    note: str


class ExpenseStore:
    """Safe for use by several threads. Close it when done."""

    def __init__(self, path: str):
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False)
        with self._lock, self._database:
            self._database.execute(
                "create table if not exists expenses ("
                " id integer primary key autoincrement,"
                " cents integer not null check (cents > 0),"
                " category text not null,"
                " day text not null,"
                " note text not null)"
            )

    def add(self, cents: int, category: str, day: str, note: str = "") -> Expense:
        """Raises ValueError when the category is empty or the day is no date."""
        name = category.strip()
        if not name:
            raise ValueError("category")
        date = datetime.datetime.strptime(day, "%Y-%m-%d").date().isoformat()
        with self._lock, self._database:
            cursor = self._database.execute(
                "insert into expenses (cents, category, day, note) values (?, ?, ?, ?)",
                (cents, name, date, note.strip()),
            )
        return Expense(int(cursor.lastrowid or 0), cents, name, date, note.strip())

    def list(self, month: Optional[str] = None) -> List[Expense]:
        """Newest first."""
        with self._lock:
            rows = self._database.execute(
                "select id, cents, category, day, note from expenses"
                " where day like ? order by day desc, id desc",
                (_prefix(month),),
            ).fetchall()
        return [Expense(*row) for row in rows]

    def remove(self, expense_id: int) -> bool:
        with self._lock, self._database:
            cursor = self._database.execute(
                "delete from expenses where id = ?", (expense_id,)
            )
        return cursor.rowcount > 0

    def summary(self, month: Optional[str] = None) -> Dict[str, int]:
        """Cents by category, the largest first."""
        with self._lock:
            rows = self._database.execute(
                "select category, sum(cents) from expenses where day like ?"
                " group by category order by sum(cents) desc, category",
                (_prefix(month),),
            ).fetchall()
        return dict(rows)

    def close(self) -> None:
        with self._lock:
            self._database.close()


def _prefix(month: Optional[str]) -> str:
    if month is None:
        return "%"
    if not _MONTH.fullmatch(month):
        raise ValueError(month)
    return month + "-%"
