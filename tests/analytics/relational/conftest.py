from collections.abc import Iterator

import pytest

from tandem.analytics.relational import Engine, open_engine

# Ibis 12 describes a table by a method that DuckDB 2 has renamed.
RENAMED = "ignore:fetch_arrow_table:DeprecationWarning"


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.filterwarnings(RENAMED))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine("duckdb", threads=2, memory="1GB") as opened:
        yield opened
