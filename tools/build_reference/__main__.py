"""``python -m tools.build_reference [--source ../shared/data] [--target src/tandem/reference]``."""

import argparse
from pathlib import Path

import pandas as pd

from tools.build_reference import contours, geography, measures, programme, sectors, zonings
from tools.build_reference.passage import Passage
from tools.build_reference.sources import Sources
from tools.build_reference.write import write

REPOSITORY = Path(__file__).parents[2]


def build(source: Path) -> dict[str, pd.DataFrame]:
    """Build every table in memory."""
    sources = Sources(source)
    passage = Passage.read(sources)
    tables = geography.build(sources, passage)
    tables |= programme.build(sources, passage)
    tables |= zonings.build(sources, passage)
    tables |= measures.build(sources, passage)
    tables |= sectors.build(sources, passage)
    tables |= contours.build(sources, tables["territory_communes"])
    return tables


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the reference tables that ship with the package.")
    parser.add_argument("--source", type=Path, default=REPOSITORY / "../shared/data", help="folder of gathered data")
    parser.add_argument("--target", type=Path, default=REPOSITORY / "src/tandem/reference", help="where to write")
    arguments = parser.parse_args()
    manifest = write(build(arguments.source), arguments.target)
    for name, table in manifest["tables"].items():
        print(f"{name:30} {table['rows']:>7} rows {table['bytes']:>9} bytes")
    print(f"{'total':30} {'':>12} {sum(table['bytes'] for table in manifest['tables'].values()):>9} bytes")


if __name__ == "__main__":
    main()
