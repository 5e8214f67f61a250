"""What is measured, and against whom: `make bench`. benchmarks/README.md says how to read it."""
