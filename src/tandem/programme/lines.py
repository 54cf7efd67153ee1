"""Finds the line of a key in the text of a TOML file, which the standard reader does not tell."""

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)$""")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_AT_LINE = re.compile(r"at line (\d+)")


def line_numbers(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every table and key of a TOML text that the standard reader accepts.

    Returns
    -------
    dict
        Path of the table or key, with the rank of its item in each array of tables: ``("phases", 0, "pillars", 2,
        "code")``. The path of an array of tables is on the line of its first item.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing = ""  # what ends the value that spans several lines
    depth = 0  # brackets still open
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if depth > 0:
            depth += _brackets(line)
            continue
        if header := _HEADER.match(line):
            table = _open_table(_split(header[2]), header[1] == "[[", counts)
            for length in range(1, len(table) + 1):
                lines.setdefault(table[:length], number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_split(key[1])), number)
            value = key[2]
            quotes = value[:3]
            if quotes in ('"""', "'''") and quotes not in value[3:]:
                closing = quotes
            else:
                depth = _brackets(value)
    return lines


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """Return the line of a path, or of the nearest table that holds it; 1 when the file has neither."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def syntax_line(error: ValueError, text: str) -> int:
    """Return the line of a syntax error of the standard reader, which says it in words (or "end of document")."""
    found = _AT_LINE.search(str(error))
    return int(found[1]) if found else max(1, len(text.splitlines()))


def _split(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[\w-]+", dotted))


def _open_table(names: Path, is_array: bool, counts: dict[Path, int]) -> Path:
    """Place a table among the items of the arrays that were opened before it."""
    path: Path = ()
    for rank, name in enumerate(names):
        path = (*path, name)
        last = rank == len(names) - 1
        if last and is_array:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _brackets(value: str) -> int:
    bare = _STRING.sub("", value).split("#", 1)[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
