"""The small tables of facts that ship with the package: geography, programme, statistics, each with its source.

``load("communes")`` gives a table, checked against the manifest; ``manifest()`` tells what each one is and where it
comes from. The tables are made by ``python -m tools.build_reference`` and are never edited by hand.
"""

from tandem.reference.reader import (
    ColumnEntry,
    Manifest,
    ReferenceTableError,
    TableEntry,
    load,
    manifest,
    names,
)

__all__ = ["ColumnEntry", "Manifest", "ReferenceTableError", "TableEntry", "load", "manifest", "names"]
