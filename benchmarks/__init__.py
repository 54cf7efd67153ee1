"""One file per claim of speed, each against its peer and its limit in the same run. `python -m benchmarks [name …]`."""
