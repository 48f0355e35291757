"""The parts of compare.py: what it installs, makes, runs, judges and draws."""
