"""The expenses from the command line."""

import argparse
import datetime
import os
import sys
from typing import List, Optional

from . import texts
from .api import create_server
from .money import format_amount, parse_amount
from .store import ExpenseStore


def main(arguments: Optional[List[str]] = None) -> int:
    options = _parser().parse_args(arguments)
    store = ExpenseStore(options.file)
    try:
        return options.command(store, options)
    except ValueError:
        print(texts.BAD_EXPENSE, file=sys.stderr)
        return 2
    finally:
        store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="expenses", description=texts.ABOUT)
    default = os.environ.get("EXPENSES_FILE", "expenses.db")
    parser.add_argument("--file", default=default, help=texts.FILE)
    commands = parser.add_subparsers(required=True, metavar="command")

    add = commands.add_parser("add", help=texts.ADD)
    add.add_argument("amount")
    add.add_argument("category")
    add.add_argument("--day", default=datetime.date.today().isoformat())
    add.add_argument("--note", default="")
    add.set_defaults(command=_add)

    listing = commands.add_parser("list", help=texts.LIST)
    listing.add_argument("--month")
    listing.set_defaults(command=_list)

    remove = commands.add_parser("remove", help=texts.REMOVE)
    remove.add_argument("id", type=int)
    remove.set_defaults(command=_remove)

    summary = commands.add_parser("summary", help=texts.SUMMARY)
    summary.add_argument("--month")
    summary.set_defaults(command=_summary)

    serve = commands.add_parser("serve", help=texts.SERVE)
    serve.add_argument("--port", type=int, default=8080)
    serve.set_defaults(command=_serve)
    return parser


def _add(store: ExpenseStore, options: argparse.Namespace) -> int:
    cents = parse_amount(options.amount)
    added = store.add(cents, options.category, options.day, options.note)
    print(f"{texts.ADDED} {added.id}")
    return 0


def _list(store: ExpenseStore, options: argparse.Namespace) -> int:
    expenses = store.list(options.month)
    if not expenses:
        print(texts.NOTHING)
    for expense in expenses:
        amount = format_amount(expense.cents)
        print(f"{expense.id:>4}  {expense.day}  {amount:>12}  {expense.category}  {expense.note}".rstrip())
    return 0


def _remove(store: ExpenseStore, options: argparse.Namespace) -> int:
    if store.remove(options.id):
        print(texts.REMOVED)
        return 0
    print(texts.NOT_FOUND, file=sys.stderr)
    return 1


def _summary(store: ExpenseStore, options: argparse.Namespace) -> int:
    sums = store.summary(options.month)
    for category, cents in sums.items():
        print(f"{format_amount(cents):>12}  {category}")
    print(f"{format_amount(sum(sums.values())):>12}  {texts.TOTAL}")
    return 0


def _serve(store: ExpenseStore, options: argparse.Namespace) -> int:
    server = create_server(store, options.port)
    print(f"{texts.LISTENING} http://127.0.0.1:{server.server_port}/expenses", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0
