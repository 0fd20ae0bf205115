#!/usr/bin/env python3
"""Measures runs for many subaccounts, compared to a shell loop with curl, and prints a Markdown table.

Needs a build (./mvnw -DskipTests package), a JDK in JAVA_HOME or on PATH, curl and xargs. Every run
uses a separate sandbox that delays each reply by 50 ms. The ideal time is requests x latency / parallel:
that of a program without any overhead. The loop sends the same requests, but already knows the keys.

Usage: fleet.py [SECONDS [ACCOUNTS PARALLEL]...]
Skips runs with an ideal time of more than SECONDS (default: 600).
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAUNCHER = HERE.parent.parent / "target/vsecret/bin/vsecret"
LATENCY = 0.050
REQUESTS_A_ROTATION = 4
SUSPENDED_EVERY = 50


class Sandbox:
    """A running sandbox with a number of active subaccounts, and the environment variables to use it."""

    def __init__(self, accounts, folder):
        total = accounts
        while total - total // SUSPENDED_EVERY < accounts:
            total += 1
        self.process = subprocess.Popen(
            [LAUNCHER, "sandbox", "--subaccounts", str(total), "--latency", f"{LATENCY * 1000:.0f}ms"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        variables = dict(self.process.stdout.readline().removeprefix("export ").strip().split("=", 1)
                         for _ in range(3))
        self.environment = {**os.environ, **{name: value.strip("'") for name, value in variables.items()},
                            "VSECRET_STATE_DIR": str(folder / "state")}

    def stop(self):
        """Stops the sandbox and returns the number of requests it received."""
        self.process.terminate()
        said = self.process.stderr.read()
        self.process.wait()
        return int(re.search(r"received (\d+) requests", said)[1])


def run(command, environment, out, source=subprocess.DEVNULL):
    """Runs command; returns the wall time in seconds and the peak memory of the largest process in MiB."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=source, stdout=out, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode}: {' '.join(map(str, command))}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.monotonic() - start, usage.ru_maxrss / scale


def rotate(accounts, parallel):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox = Sandbox(accounts, folder)
        file = folder / "secrets.jsonl"
        seconds, memory = run([LAUNCHER, "rotate", "--subaccounts", "--parallel", str(parallel),
                               "--output-file", file], sandbox.environment, subprocess.DEVNULL)
        requests = sandbox.stop()
        require(accounts, file)
        return seconds, requests, memory


def loop(accounts, parallel):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox = Sandbox(accounts, folder)
        keys = folder / "keys"
        with open(keys, "w") as out:
            run(["sh", "-c", '"$0" list --subaccounts --parallel 64 -o json | grep -o \'"account":"[^"]*"\' | cut -d\\" -f4',
                 LAUNCHER], sandbox.environment, out)
        file = folder / "secrets"
        with open(keys) as source, open(file, "w") as out:
            seconds, _ = run(["xargs", "-P", str(parallel), "-n", "1", "sh", HERE / "subaccount.sh"],
                             sandbox.environment, out, source)
        sandbox.stop()
        require(accounts, file)
        return seconds


def require(accounts, file):
    lines = len(file.read_text().splitlines())
    if lines != accounts:
        sys.exit(f"{lines} new secrets for {accounts} accounts")


def main():
    longest = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    chosen = list(map(int, sys.argv[2:]))
    cells = (list(zip(chosen[::2], chosen[1::2])) or
             [(accounts, parallel) for accounts in (100, 1_000, 10_000) for parallel in (1, 4, 16, 64)])
    print("| accounts | parallel | accounts/s | requests/account | time, of the ideal | peak memory | curl loop, of the ideal |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for accounts, parallel in cells:
        if accounts * REQUESTS_A_ROTATION * LATENCY / parallel > longest:
            continue
        seconds, requests, memory = rotate(accounts, parallel)
        ideal = requests * LATENCY / parallel
        by_curl = loop(accounts, parallel) / (accounts * REQUESTS_A_ROTATION * LATENCY / parallel)
        print(f"| {accounts:,} | {parallel} | {accounts / seconds:.1f} | {requests / accounts:.2f} "
              f"| {seconds / ideal:.2f} | {memory:.0f} MiB | {by_curl:.2f} |", flush=True)


main()
