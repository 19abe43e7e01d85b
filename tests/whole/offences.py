"""What the architecture forbids, each as a function from a text to the offences found in it; pure, so that each can be shown to find something."""

import ast
import re
from collections.abc import Iterator

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![^{};]*\{)|\b(?:rgb|hsl)a?\(")
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=\s*[\"']", re.IGNORECASE),
    "javascript address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}|/\*.*?\*/", re.DOTALL)
SIGNALS = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off")


def inline_code(template: str) -> list[str]:
    """Return the kinds of script and style that stand inside a template: the content security policy refuses them."""
    text = COMMENT.sub("", template)
    return [kind for kind, pattern in INLINE.items() if pattern.search(text)]


def unescaped(template: str) -> list[str]:
    """Return where a template writes a value without escaping it."""
    return UNESCAPED.findall(COMMENT.sub("", template))


def colours(css: str) -> list[str]:
    """Return the colours a style sheet names itself, instead of by a token."""
    return COLOUR.findall(COMMENT.sub("", css))


def marked_safe(source: str) -> list[str]:
    """Return the names by which Python code declares text to be safe HTML."""
    names = {"mark_safe", "SafeString", "SafeText"}
    return [name.id for name in ast.walk(ast.parse(source)) if isinstance(name, ast.Name) and name.id in names]


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method."""
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def long_functions(source: str, limit: int) -> list[tuple[str, int]]:
    """Return functions of more lines than `limit`, their docstring not counted."""
    sizes = [(node.name, node.end_lineno - node.lineno + 1 - _docstring_lines(node)) for node in functions(source)]
    return [(name, size) for name, size in sizes if size > limit]


def _docstring_lines(node: ast.AST) -> int:
    if not ast.get_docstring(node, clean=False):
        return 0
    return node.body[0].end_lineno - node.body[0].lineno + 1


def crowded_functions(source: str, limit: int) -> list[tuple[str, int]]:
    """Return functions of more parameters than `limit`, self, by and now not counted."""
    counts = []
    for node in functions(source):
        names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        counts.append((node.name, len([name for name in names if name not in {"self", "cls", "by", "now"}])))
    return [(name, count) for name, count in counts if count > limit]


def silent(source: str) -> list[str]:
    """Return public functions and classes that do not say what they are for; methods named by a framework speak for themselves."""
    tree = ast.parse(source)
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")]
    return [node.name for node in public if not ast.get_docstring(node)] + ([] if ast.get_docstring(tree) or not tree.body else ["module"])


def saves_behind_the_back(source: str) -> list[str]:
    """Return signals of saving and overridden saves: what happens on a save stands in the verb that saves."""
    tree = ast.parse(source)
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in SIGNALS]
    models = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "models.Model" for base in node.bases)]
    return names + [f"{node.name}.save" for node in models for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "save"]


def managers_in_views(source: str) -> list[str]:
    """Return where a view asks a model for rows by another door than `visible_to`."""
    found = re.findall(r"\b[A-Z]\w+\.objects\.(?!visible_to\(|workable_by\()\w+|\b[A-Z]\w+\.objects\)", source)
    return [match.strip() for match in found]


CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
DAYS = {"timezone.localtime", "timezone.localdate", "localtime", "localdate"}  # without a moment they ask for now


def clocks(source: str) -> list[str]:
    """Return where a text asks what time it is."""
    calls = [(ast.unparse(node.func), node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [name for name, node in calls if name in CLOCKS or (name in DAYS and not node.args and not node.keywords)]
