"""The expenses as JSON over HTTP."""

import datetime
import json
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional
from urllib.parse import parse_qs, urlsplit

from . import texts
from .money import format_amount, parse_amount
from .store import Expense, ExpenseStore

_LARGEST_BODY = 64 * 1024
_EXPENSE = re.compile(r"/expenses/(\d{1,18})")


class BadRequest(Exception):
    """What the caller sent cannot be used; the message says why."""


def create_server(store: ExpenseStore, port: int) -> ThreadingHTTPServer:
    """A server for this computer alone; port 0 takes a free one."""

    class Handler(_Handler):
        expenses = store

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    expenses: ExpenseStore

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def do_DELETE(self) -> None:
        self._answer(self._delete)

    def _answer(self, action) -> None:
        try:
            action(urlsplit(self.path))
        except BadRequest as error:
            self._send(HTTPStatus.BAD_REQUEST, {"error": str(error)})

    def _get(self, url) -> None:
        if url.path == "/expenses":
            found = self._by_month(url, self.expenses.list)
            self._send(HTTPStatus.OK, [_shown(expense) for expense in found])
        elif url.path == "/summary":
            sums = self._by_month(url, self.expenses.summary)
            self._send(
                HTTPStatus.OK,
                {
                    "total": format_amount(sum(sums.values())),
                    "categories": {name: format_amount(cents) for name, cents in sums.items()},
                },
            )
        else:
            self._not_found()

    def _post(self, url) -> None:
        body = self._body()
        if url.path != "/expenses":
            self._not_found()
            return
        try:
            cents = parse_amount(str(body.get("amount", "")))
        except ValueError:
            raise BadRequest(texts.BAD_AMOUNT) from None
        day = _text(body, "day") or datetime.date.today().isoformat()
        try:
            added = self.expenses.add(cents, _text(body, "category"), day, _text(body, "note"))
        except ValueError:
            raise BadRequest(texts.BAD_EXPENSE) from None
        self._send(HTTPStatus.CREATED, _shown(added))

    def _delete(self, url) -> None:
        match = _EXPENSE.fullmatch(url.path)
        if match is None or not self.expenses.remove(int(match[1])):
            self._not_found()
            return
        self.send_response(HTTPStatus.NO_CONTENT)
        self.end_headers()

    def _body(self) -> dict:
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            length = -1
        if not 0 <= length <= _LARGEST_BODY:
            self.close_connection = True
            raise BadRequest(texts.BAD_BODY)
        try:
            body = json.loads(self.rfile.read(length).decode("utf-8"))
        except ValueError:
            raise BadRequest(texts.BAD_BODY) from None
        if not isinstance(body, dict):
            raise BadRequest(texts.BAD_BODY)
        return body

    def _by_month(self, url, query):
        months = parse_qs(url.query).get("month")
        try:
            return query(months[0] if months else None)
        except ValueError:
            raise BadRequest(texts.BAD_MONTH) from None

    def _not_found(self) -> None:
        self._send(HTTPStatus.NOT_FOUND, {"error": texts.NOT_FOUND})

    def _send(self, status: HTTPStatus, content: Any) -> None:
        data = json.dumps(content, ensure_ascii=False).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the terminal belongs to the user."""


def _text(body: dict, field: str) -> str:
    value: Optional[Any] = body.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRequest(texts.BAD_EXPENSE)
    return value


def _shown(expense: Expense) -> dict:
    return {
        "id": expense.id,
        "amount": format_amount(expense.cents),
        "category": expense.category,
        "day": expense.day,
        "note": expense.note,
    }
