"""The small changes of one module: one operator, constant, limit, condition or branch each, as `tests.whole.mutating` tries them.

Left alone are words for people, annotations, decorators and what is only for the reader.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

OPERATORS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.And: (ast.Or,), ast.Or: (ast.And,),
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mult,), ast.Mod: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
}  # fmt: skip
OTHERS = {"min": "max", "max": "min", "any": "all", "all": "any", "filter": "exclude", "exclude": "filter", "first": "last", "last": "first"}
WORDS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "format_lazy"}
Edit = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Change:
    """One change: the changed source, where it stands, and in which function (its first and last line), None for a table of the module."""

    source: str
    line: int
    said: str
    within: tuple[int, int] | None


def changes_of(source: str) -> Iterator[Change]:
    """Yield every change of a module, in the order of its lines."""
    tree = ast.parse(source)
    spots = sorted(_spots(tree), key=lambda spot: spot[1].lineno)
    for path, node, within in spots:
        for edit in _edits(node):
            changed = deepcopy(tree)
            place, key, index = _at(changed, path)
            old = getattr(place, key) if index is None else getattr(place, key)[index]
            new = ast.copy_location(edit(old), old)
            if index is None:
                setattr(place, key, new)
            else:
                getattr(place, key)[index] = new
            said = f"{_short(node)}  →  {_short(new)}"
            yield Change(ast.unparse(ast.fix_missing_locations(changed)), node.lineno, said, within)


def _spots(node: ast.AST, path: tuple = (), within: tuple[int, int] | None = None) -> Iterator[tuple]:
    """Yield (path, node, lines of the outermost function) of what may be changed."""
    for key, value in ast.iter_fields(node):
        if key in {"annotation", "returns", "decorator_list", "exc", "msg"} or (key == "args" and _is_words(node)):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_for_readers(child):
                inner = within or ((child.lineno, child.end_lineno) if isinstance(child, ast.FunctionDef) else None)
                if hasattr(child, "lineno"):
                    yield (*path, (key, index)), child, inner
                yield from _spots(child, (*path, (key, index)), inner)


def _is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS


def _is_for_readers(node: ast.AST) -> bool:
    """Whether it is a docstring, an import for types, or words for people."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    return _is_words(node) or isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _at(tree: ast.AST, path: tuple) -> tuple[ast.AST, str, int | None]:
    place = tree
    for key, index in path[:-1]:
        place = getattr(place, key) if index is None else getattr(place, key)[index]
    return place, *path[-1]


def _edits(node: ast.AST) -> Iterator[Edit]:
    """Yield what may be done to a node: functions from it to what stands in its place."""
    for kind, edits in EDITS.items():
        if isinstance(node, kind):
            yield from edits(node)


def _comparison(node: ast.Compare) -> Iterator[Edit]:
    return (_with(f"ops.{number}", other()) for number, op in enumerate(node.ops) for other in OPERATORS[type(op)])


def _several(node: ast.BoolOp) -> Iterator[Edit]:
    yield from (_with("op", other()) for other in OPERATORS[type(node.op)])
    yield from (_without("values", number) for number in range(len(node.values)))


def _operator(node: ast.BinOp | ast.AugAssign) -> Iterator[Edit]:
    yield from (_with("op", other()) for other in OPERATORS.get(type(node.op), ()))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield from (lambda old: old.left, lambda old: old.right)


def _branches(node: ast.If) -> Iterator[Edit]:
    return (_with("test", ast.Constant(value)) for value in (True, False))


def _conditions(node: ast.ListComp) -> Iterator[Edit]:
    return (_with(f"generators.{at}.ifs.{number}", ast.Constant(True)) for at, one in enumerate(node.generators) for number in range(len(one.ifs)))


def _elements(node: ast.Set) -> Iterator[Edit]:
    return (_without("elts", number) for number in range(len(node.elts)) if len(node.elts) > 1)


def _order(node: ast.Lambda) -> Iterator[Edit]:
    return (_without("body.elts", number) for number in range(len(node.body.elts))) if isinstance(node.body, ast.Tuple) else iter(())


def _keywords(node: ast.Call) -> Iterator[Edit]:
    return (_without("keywords", number) for number in range(len(node.keywords)) if len(node.keywords) + len(node.args) > 1)


EDITS: dict[type | tuple[type, ...], Callable[..., Iterable[Edit]]] = {
    ast.Compare: _comparison,
    ast.BoolOp: _several,
    (ast.BinOp, ast.AugAssign): _operator,
    ast.UnaryOp: lambda node: [lambda old: old.operand],
    ast.IfExp: lambda node: [lambda old: old.body, lambda old: old.orelse],
    ast.If: _branches,
    (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp): _conditions,
    ast.Set: _elements,
    ast.Lambda: _order,
    ast.Call: _keywords,
    ast.Name: lambda node: [_with("id", OTHERS[node.id])] if node.id in OTHERS else [],
    ast.Attribute: lambda node: [_with("attr", OTHERS[node.attr])] if node.attr in OTHERS else [],
    ast.Expr: lambda node: [lambda old: ast.Pass()] if isinstance(node.value, ast.Call) else [],
    ast.Constant: lambda node: [_with("value", other) for other in _constants(node.value)],
}


def _constants(value: object) -> list:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1]
    if not isinstance(value, str):
        return []
    return list(_cells(value)) if "\n" in value else [value[1:] if value.startswith("-") and value[1:] else f"{value}~"]


def _cells(table: str) -> Iterator[str]:
    """Yield a table written as text, another cell of its rows changed each time."""
    lines = table.splitlines(keepends=True)
    for at, line in enumerate(lines):
        words = line.split()
        for number in range(1, len(words) if not line.startswith("#") and at > 1 else 0):
            row = [*words[:number], "-" if words[number] == "all" else "all", *words[number + 1 :]]
            yield "".join([*lines[:at], " ".join(row), "\n", *lines[at + 1 :]])


def _with(path: str, value: object) -> Edit:
    """Return an edit that sets what a path names."""

    def edit(old: ast.AST) -> ast.AST:
        new, (*way, last) = deepcopy(old), path.split(".")
        place = new
        for step in way:
            place = place[int(step)] if step.isdigit() else getattr(place, step)
        if last.isdigit():
            place[int(last)] = value
        else:
            setattr(place, last, value)
        return new

    return edit


def _without(path: str, number: int) -> Edit:
    """Return an edit that leaves out one of several; of two operands the other remains."""

    def edit(old: ast.AST) -> ast.AST:
        new = deepcopy(old)
        place = new
        for step in path.split("."):
            place = getattr(place, step)
        del place[number]
        return place[0] if path == "values" and len(place) == 1 else new

    return edit


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 110 else f"{text[:107]}…"
