"""Small functions in small modules: what a reader can hold in mind."""

import ast
from statistics import median

import pytest

from tests.architecture import RINGS, ROOT, source_files, syntax_of

Function = ast.FunctionDef | ast.AsyncFunctionDef

OUTSIDE_TESTS = (*RINGS, "benchmarks", "examples")
LONGEST_FUNCTION = 40
MEDIAN_BELOW = 8
MODULE_BELOW = 300
TEST_MODULE_BELOW = 450


def says_something(statement: ast.stmt) -> bool:
    """Neither a docstring nor the dots of a protocol."""
    return not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


def first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def body_lines(function: Function) -> int:
    """Lines from the first statement to the last, blanks and comments between them included."""
    body = [statement for statement in function.body if says_something(statement)]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - first_line(body[0]) + 1


def sizes(*folders: str) -> dict[str, int]:
    """Lines of every function with a body of its own, by where it is."""
    measured = {
        f"{path}:{node.lineno} {node.name}": body_lines(node)
        for path, tree in syntax_of(*folders)
        for node in ast.walk(tree)
        if isinstance(node, Function)
    }
    return {where: lines for where, lines in measured.items() if lines}


def too_long(limit: int, *folders: str) -> dict[str, int]:
    """Modules that reach the limit."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in source_files(*folders)
    }
    return {path: lines for path, lines in lengths.items() if lines >= limit}


def test_most_functions_are_small() -> None:
    # The median of nothing would be an error, and nothing is small enough.
    assert median(sizes(*OUTSIDE_TESTS).values() or [0]) < MEDIAN_BELOW


def test_no_function_is_long() -> None:
    everywhere = sizes(*OUTSIDE_TESTS, "tests")

    assert {at: lines for at, lines in everywhere.items() if lines > LONGEST_FUNCTION} == {}


def test_no_module_is_long() -> None:
    assert too_long(MODULE_BELOW, *OUTSIDE_TESTS) == {}


def test_no_test_module_is_long() -> None:
    assert too_long(TEST_MODULE_BELOW, "tests") == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f():\n    return 1", 1),
        ('def f():\n    """Says.\n\n    More.\n    """\n    a = 1\n\n    return a', 3),
        ("def f():\n    # why\n    @g\n    def h(): ...\n    return h", 3),
        ("def f(): ...", 0),
        ('async def f():\n    """Promises."""\n    ...', 0),
        ("def f():\n    return (\n        1\n    )", 3),
    ],
)
def test_a_body_is_measured_without_its_docstring(source: str, lines: int) -> None:
    function = ast.parse(source).body[0]

    assert isinstance(function, Function)
    assert body_lines(function) == lines
