"""Runs one process and prints: wall time in ns, its peak memory in KB, this one's peak memory in KB, its exit code.

launch.py LOG COMMAND…      (LOG gets its output)

A process of its own, started with `-I -S`: Linux counts the memory of whoever starts a process as that process's own
until its program is loaded, so that whoever measures small memory has to be small.
"""

import os
import sys
import time


def own_peak() -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def main(log: str, *command: str) -> None:
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    start = time.perf_counter_ns()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter_ns() - start
    print(wall, usage.ru_maxrss, own_peak(), os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(*sys.argv[1:])
