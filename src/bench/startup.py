#!/usr/bin/env python3
"""Measures whole runs, compared to other ways to do the same, and prints a Markdown table.

Needs a build (./mvnw -DskipTests package, with -Pdist for the distribution with bundled Java), and a
JDK in JAVA_HOME or on PATH. Skips tools that are not installed. The runs are interleaved, the results are
medians, and times are relative to an empty Java main in the same run.

Usage: startup.py [RUNS]    (default: 15, after one warm-up run)
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"
LAUNCHER = TARGET / "vsecret/bin/vsecret"
IMAGE = TARGET / "image/bin/vsecret"


def java(tool):
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/{tool}" if home else shutil.which(tool)


class Sandbox:
    """A running sandbox and a file with its credentials."""

    def __init__(self, folder, name, *options):
        self.process = subprocess.Popen(
            [LAUNCHER, "sandbox", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        variables = {}
        for _ in range(4 if options else 3):
            key, value = self.process.stdout.readline().removeprefix("export ").strip().split("=", 1)
            variables[key] = value.strip("'")
        self.file = folder / f"{name}.env"
        self.file.write_text("".join(f"{key}={variables.pop(key)}\n" for key in ("VONAGE_API_KEY", "VONAGE_API_SECRET")))
        self.environment = {**os.environ, **variables, "VSECRET_STATE_DIR": str(folder / "state")}
        if "VSECRET_CACERT" in variables:
            self.environment["NODE_EXTRA_CA_CERTS"] = variables["VSECRET_CACERT"]


def run(command, environment):
    """Runs command; returns the wall and CPU time in seconds and the peak memory in MiB, including its children."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode}: {' '.join(map(str, command))}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def cases(folder, http, https):
    """Yields (what, how, command, environment) of everything to measure."""
    plain = [java("java"), "-cp", TARGET / "vsecret/lib/vsecret.jar", "dev.vsecret.Main"]
    ways = {"launcher": [LAUNCHER], "with its own Java": [IMAGE], "plain `java -cp`": plain}
    if not IMAGE.exists():
        del ways["with its own Java"]
    yield "", "empty main", [java("java"), "-cp", folder, "Empty"], http.environment
    for option in "--version", "--help":
        for how, command in ways.items():
            yield option, how, [*command, option], http.environment
    scripts = {"Node.js script": ("node", HERE / "requests.mjs"), "curl script": ("sh", HERE / "requests.sh")}
    present = {how: script for how, script in scripts.items() if shutil.which(how.split()[0].removesuffix(".js").lower())}
    first_run = {**http.environment, "VSECRET_STATE_DIR": str(folder / "no-state")}
    yield "list, HTTP, no history", "launcher", [LAUNCHER, "list", "--config", http.file], first_run
    for what, action, sandbox in (
        ("list, HTTP", ["list"], http),
        ("list, HTTPS", ["list"], https),
        ("rotate, HTTPS", ["rotate", "--revoke-old", "--yes"], https),
    ):
        for how, command in ways.items():
            yield what, how, [*command, *action, "--config", sandbox.file], sandbox.environment
        for how, script in present.items():
            yield what, how, [*script, action[0], sandbox.file], sandbox.environment


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([java("javac"), "-d", folder, HERE / "Empty.java"], check=True)
        http, https = Sandbox(folder, "http"), Sandbox(folder, "https", "--tls")
        try:
            measured = list(cases(folder, http, https))
            figures = [[] for _ in measured]
            for count in range(runs + 1):
                for (_, _, command, environment), results in zip(measured, figures):
                    result = run(command, environment)
                    if count > 0:
                        results.append(result)
        finally:
            for sandbox in http, https:
                sandbox.process.terminate()
    medians = [[statistics.median(column) for column in zip(*results)] for results in figures]
    floor_wall, floor_cpu, _ = medians[0]
    print("| | | time | of plain | processor time | peak memory |\n|---|---|---|---|---|---|")
    plain = {what: wall for (what, how, *_), (wall, _, _) in zip(measured, medians) if how.startswith("plain")}
    for (what, how, *_), (wall, cpu, memory) in zip(measured, medians):
        of_plain = f"{wall / plain[what]:.2f}" if what in plain else ""
        print(f"| {what} | {how} | {wall / floor_wall:.1f} | {of_plain} | {cpu / floor_cpu:.1f} | {memory:.0f} MiB |")


if __name__ == "__main__":
    main()
