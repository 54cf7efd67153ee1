"""Builds the reference tables that ship with the package, from the public data sets gathered beside the repository.

Run ``python -m tools.build_reference [--source ../shared/data]`` from the root of the repository, with the development
dependencies (pandas, shapely, pyarrow). The result is deterministic: the same sources and the same pyarrow give the
same bytes.
"""
