"""Queries whose SQL is composed once in a process and run with other values each time.

    @composed
    def _titles(newest_first: bool, *, topic_id: int, ids: tuple[int, ...]) -> QuerySet: ...

    rows = _titles(True, topic_id=5, ids=(1, 2))

Django composes a query anew each time, which takes longer than most of ours take to run. Positional
arguments are part of the shape (hashable), keyword ones are values: int, float, str, datetime, or a
tuple of one of these, whose length is part of the shape. A value must reach SQL as it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesIterable, get_related_populators

MOST_SHAPES = 200  # of one query; then it begins to learn them anew

Value = int | float | str | datetime
Values = Value | tuple[Value, ...]
Row = Sequence[Any]


class Unsuitable(Exception):  # noqa: N818 - no error: this query is composed each time
    """A value does not reach SQL as it is given."""


def composed(make: Callable[..., QuerySet]) -> Callable[..., list[Any]]:
    """Of a function that makes a query set: one that gives its rows.

    They are what the query set would give: instances, dictionaries, or tuples.
    """
    shapes: dict[Any, Composed | None] = {}

    @wraps(make)
    def rows(*fixed: Any, **values: Values) -> list[Any]:
        shape = (connection.vendor, fixed, *(_shape(value) for value in values.values()))
        if shape not in shapes:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            try:
                shapes[shape] = Composed(make, fixed, values)
            except (EmptyResultSet, Unsuitable):
                shapes[shape] = None
        found = shapes.get(shape)
        return list(make(*fixed, **values)) if found is None else found.rows(values)

    rows.shapes = shapes  # type: ignore[attr-defined]
    return rows


def _shape(value: Values) -> Any:
    return (len(value), *map(type, value[:1])) if isinstance(value, tuple) else type(value)


class Composed:
    """One shape of a query, composed with values that nobody asks for in the places of others."""

    def __init__(
        self, make: Callable[..., QuerySet], fixed: tuple[Any, ...], values: dict[str, Values]
    ) -> None:
        marks = _Marks()
        marked = {name: marks.instead_of(value) for name, value in values.items()}
        query_set = make(*fixed, **marked)
        compiler = query_set.query.get_compiler(connection=connection)
        self._sql, params = compiler.as_sql()
        places = {_sent(mark): at for mark, at in marks.places.items()}
        self._params = [
            places.get(param, param) if isinstance(param, Value) else param for param in params
        ]
        if set(places.values()) - {each for each in self._params if isinstance(each, _Place)}:
            raise Unsuitable
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        self._converters = list(compiler.get_converters(columns).items())
        self._build = _builder(query_set, compiler)

    def rows(self, values: dict[str, Values]) -> list[Any]:
        given = list(values.values())
        params = [
            _sent(param.of(given)) if isinstance(param, _Place) else param for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows: list[Row] = cursor.fetchall()
        if self._converters:
            rows = [self._converted(row) for row in rows]
        return self._build(rows)

    def _converted(self, row: Row) -> Row:
        columns = list(row)
        for at, (converters, expression) in self._converters:
            value = columns[at]
            for convert in converters:
                value = convert(value, expression, connection)
            columns[at] = value
        return tuple(columns)


class _Place:
    """Where among the given values one stands."""

    def __init__(self, at: int, inside: int | None) -> None:
        self.at, self.inside = at, inside

    def of(self, given: list[Values]) -> Value:
        value = given[self.at]
        return value if self.inside is None else value[self.inside]  # type: ignore[index,return-value]


class _Marks:
    """Values that stand for others while a query is composed."""

    def __init__(self) -> None:
        self.places: dict[Value, _Place] = {}
        self._arguments = 0

    def instead_of(self, value: Values) -> Values:
        at = self._arguments
        self._arguments += 1
        if isinstance(value, tuple):
            return tuple(self._mark(each, at, inside) for inside, each in enumerate(value))
        return self._mark(value, at, None)

    def _mark(self, value: Value, at: int, inside: int | None) -> Value:
        number = len(self.places)
        mark: Value
        if isinstance(value, bool) or value is None:
            raise Unsuitable
        if isinstance(value, int):
            mark = 2_000_000_011 + number  # columns of 32 bits take it
        elif isinstance(value, float):
            mark = 2_000_000_011.5 + number
        elif isinstance(value, datetime):
            mark = datetime(1907, 3, 5, tzinfo=UTC) + timedelta(seconds=number)
        else:
            mark = f"\ufffemark {number}\ufffe"
        self.places[mark] = _Place(at, inside)
        return mark


def _sent(value: Value) -> Any:
    """As the database's driver is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _builder(query_set: QuerySet, compiler: Any) -> Callable[[list[Row]], list[Any]]:
    kind = query_set._iterable_class
    if kind is ModelIterable:
        return _instances(compiler)
    if kind is ValuesIterable:
        if not query_set.query.selected:
            raise Unsuitable
        names = list(query_set.query.selected)
        return lambda rows: [dict(zip(names, row, strict=True)) for row in rows]
    return list


def _instances(compiler: Any) -> Callable[[list[Row]], list[Any]]:
    """As `ModelIterable` builds them."""
    found, using = compiler.klass_info, compiler.using or connection.alias
    model = found["model"]
    start, end = found["select_fields"][0], found["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    related = get_related_populators(found, compiler.select, using)  # type: ignore[call-arg]
    annotated = list((compiler.annotation_col_map or {}).items())

    def build(rows: list[Row]) -> list[Any]:
        built = []
        for row in rows:
            one = model.from_db(using, names, row[start:end])
            for each in related:
                each.populate(row, one)
            for name, at in annotated:
                setattr(one, name, row[at])
            built.append(one)
        return built

    return build
