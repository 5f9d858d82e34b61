"""How long our functions are: the house's rule is median 8, 90th percentile 30, at most 5 % over 50 lines."""

import ast
import statistics
import sys
from pathlib import Path

MEDIAN, NINETIETH, LONG, LONG_SHARE = 8, 30, 50, 0.05


def lengths(root: Path) -> list[tuple[int, str]]:
    """(lines, where) of every function under src, demo and bench; migrations apart."""
    found = []
    for folder in ("src", "demo", "bench"):
        for file in sorted((root / folder).rglob("*.py")):
            if "migrations" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    found.append((lines, f"{file.relative_to(root)}:{node.lineno} {node.name}"))
    return sorted(found)


def main() -> int:
    found = lengths(Path(__file__).parents[2])
    sizes = [lines for lines, _ in found]
    median, ninetieth = statistics.median(sizes), sizes[int(0.9 * len(sizes))]
    too_long = [where for lines, where in found if lines > LONG]
    print(f"{len(sizes)} functions: median {median:g} lines, 90th percentile {ninetieth}, {len(too_long)} over {LONG}")
    for where in too_long:
        print(f"  over {LONG} lines: {where}")
    return int(median > MEDIAN or ninetieth > NINETIETH or len(too_long) > LONG_SHARE * len(sizes))


if __name__ == "__main__":
    sys.exit(main())
