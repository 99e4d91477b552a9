"""Opens the database, an SQLite file whose tables are in schema.sql."""

import sqlite3
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")


def connect(path: str) -> sqlite3.Connection:
    """Return a connection whose rows are read by name; writing begins a transaction, which the caller commits."""
    connection = sqlite3.connect(path, isolation_level="IMMEDIATE", check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def open_database(path: str) -> sqlite3.Connection:
    """Return a connection to a database that has all tables; ":memory:" is one for a test."""
    connection = connect(path)
    if SCHEMA.exists():
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    return connection
