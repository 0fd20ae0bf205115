#!/usr/bin/env python3
"""Measures whole runs, compared to other ways to do the same, and prints a Markdown table.

Needs a build (./mvnw -DskipTests package, with -Pdist for the distribution with its own Java), a JDK in
JAVA_HOME or on PATH, and OpenSSL 3. Skips tools that are not installed. The runs are interleaved, the
results are medians, and times are relative to an empty Java main in the same run. "× Node.js" is the median
of the ratios to the script's run in the same round.

Measures HTTPS with the sandbox's self-signed certificate, named by VSECRET_CACERT and NODE_EXTRA_CA_CERTS,
and as users have it: an RSA chain to a root among those that the system trusts. That root is created here.
SSL_CERT_FILE adds it for vsecret and curl. Node.js has built-in roots; NODE_EXTRA_CA_CERTS adds one, which
takes as long as --use-openssl-ca. The caller's own variables for certificates are ignored.

Usage: startup.py [RUNS [IMAGE]]
  RUNS   default: 15, after one warm-up run
  IMAGE  the folder of another distribution with its own Java, such as one that another JDK has built
"""

import os
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

NODE = "Node.js script"
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"
LAUNCHER = TARGET / "vsecret/bin/vsecret"
IMAGE = TARGET / "image"
CERTIFICATE_VARIABLES = "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_DIR", "SSL_CERT_FILE"
SYSTEM_BUNDLES = "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"


def java(tool):
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/{tool}" if home else shutil.which(tool)


class Sandbox:
    """A running sandbox, and a file with credentials for it."""

    def __init__(self, folder, name, *options):
        self.process = subprocess.Popen(
            [LAUNCHER, "sandbox", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        variables = {}
        for _ in range(4 if options else 3):
            key, value = self.process.stdout.readline().removeprefix("export ").strip().split("=", 1)
            variables[key] = value.strip("'")
        self.file = folder / f"{name}.env"
        self.file.write_text("".join(f"{key}={variables.pop(key)}\n" for key in ("VONAGE_API_KEY", "VONAGE_API_SECRET")))
        inherited = {name: value for name, value in os.environ.items() if name not in CERTIFICATE_VARIABLES}
        self.environment = {**inherited, **variables, "VSECRET_STATE_DIR": str(folder / "state")}
        if "VSECRET_CACERT" in variables:
            self.environment["NODE_EXTRA_CA_CERTS"] = variables["VSECRET_CACERT"]
        self.url = variables["VSECRET_BASE_URL"]


def certify(folder, name, issuer, *extensions):
    """Creates a certificate with an RSA key, signed by the issuer, or self-signed without one."""
    (folder / "openssl.cnf").write_text("[req]\ndistinguished_name = name\n[name]\n")
    subprocess.run(
        ["openssl", "req", "-x509", "-config", "openssl.cnf", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem",
         *(["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else []),
         *(word for extension in extensions for word in ("-addext", extension))],
        cwd=folder, check=True, stderr=subprocess.DEVNULL)


def forward(source, target):
    """Forwards bytes until the connection ends."""
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        target.close()


def serve_tls(folder, sandbox):
    """Puts a TLS front with a chain of RSA certificates before a sandbox, and changes its environment accordingly."""
    certify(folder, "root", None, "basicConstraints=critical,CA:TRUE")
    certify(folder, "intermediate", "root", "basicConstraints=critical,CA:TRUE")
    certify(folder, "localhost", "intermediate", "subjectAltName=DNS:localhost")
    chain = folder / "chain.pem"
    chain.write_text("".join((folder / f"{name}.pem").read_text() for name in ("localhost", "intermediate")))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, folder / "localhost.key")
    port = int(sandbox.url.rsplit(":", 1)[1].strip("/"))
    listener = socket.create_server(("localhost", 0), backlog=50)

    def handle(connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            outside = context.wrap_socket(connection, server_side=True)
        except OSError:
            return
        inside = socket.create_connection(("localhost", port))
        inside.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=forward, args=(inside, outside), daemon=True).start()
        forward(outside, inside)

    def accept():
        while True:
            threading.Thread(target=handle, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    bundle = folder / "bundle.pem"
    system = next(path for path in map(Path, SYSTEM_BUNDLES) if path.exists())
    bundle.write_text(system.read_text() + (folder / "root.pem").read_text())
    sandbox.environment["VSECRET_BASE_URL"] = f"https://localhost:{listener.getsockname()[1]}"
    sandbox.environment["SSL_CERT_FILE"] = str(bundle)
    sandbox.environment["NODE_EXTRA_CA_CERTS"] = str(folder / "root.pem")


def run(command, environment):
    """Returns the wall and processor time in seconds and the peak memory in MiB of a process and its children."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode}: {' '.join(map(str, command))}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def own_java(image):
    """Returns the name of a distribution with its own Java in the table."""
    release = (image / "lib/runtime/release").read_text()
    version = next(line for line in release.splitlines() if line.startswith("JAVA_VERSION="))
    return f"with its own Java {version.split(chr(34))[1].split('.')[0]}"


def cases(folder, images, http, https, chain):
    """Yields (what, how, command, environment) of everything to measure."""
    ways = {"launcher": [LAUNCHER]}
    ways.update((own_java(image), [image / "bin/vsecret"]) for image in images if image.exists())
    ways["plain `java -cp`"] = [java("java"), "-cp", TARGET / "vsecret/lib/vsecret.jar", "dev.vsecret.Main"]
    yield "", "empty main", [java("java"), "-cp", folder, "Empty"], http.environment
    for option in "--version", "--help":
        for how, command in ways.items():
            yield option, how, [*command, option], http.environment
    scripts = {NODE: ("node", HERE / "requests.mjs"), "curl script": ("sh", HERE / "requests.sh")}
    present = {how: script for how, script in scripts.items() if shutil.which(how.split()[0].removesuffix(".js").lower())}
    first_run = {**http.environment, "VSECRET_STATE_DIR": str(folder / "no-state")}
    yield "list, HTTP, no history", "launcher", [LAUNCHER, "list", "--config", http.file], first_run
    for what, action, sandbox in (
        ("list, HTTP", ["list"], http),
        ("list, HTTPS, self-signed", ["list"], https),
        ("list, HTTPS, RSA chain", ["list"], chain),
        ("rotate, HTTPS, self-signed", ["rotate", "--revoke-old", "--yes"], https),
        ("rotate, HTTPS, RSA chain", ["rotate", "--revoke-old", "--yes"], chain),
    ):
        for how, command in ways.items():
            yield what, how, [*command, *action, "--config", sandbox.file], sandbox.environment
        for how, script in present.items():
            yield what, how, [*script, action[0], sandbox.file], sandbox.environment


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    images = [IMAGE, *map(Path, sys.argv[2:])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([java("javac"), "-d", folder, HERE / "Empty.java"], check=True)
        sandboxes = Sandbox(folder, "http"), Sandbox(folder, "https", "--tls"), Sandbox(folder, "chain")
        try:
            serve_tls(folder, sandboxes[2])
            measured = list(cases(folder, images, *sandboxes))
            figures = [[] for _ in measured]
            for count in range(runs + 1):
                for (_, _, command, environment), results in zip(measured, figures):
                    result = run(command, environment)
                    if count > 0:
                        results.append(result)
        finally:
            for sandbox in sandboxes:
                sandbox.process.terminate()
    medians = [[statistics.median(column) for column in zip(*results)] for results in figures]
    floor_wall, floor_cpu, _ = medians[0]
    print("| | | time | × Node.js | of plain | processor time | peak memory |\n|---|---|---|---|---|---|---|")
    plain = {what: wall for (what, how, *_), (wall, _, _) in zip(measured, medians) if how.startswith("plain")}
    node = {what: results for (what, how, *_), results in zip(measured, figures) if how == NODE}
    for (what, how, *_), results, (wall, cpu, memory) in zip(measured, figures, medians):
        of_plain = f"{wall / plain[what]:.2f}" if what in plain else ""
        of_node = statistics.median(ours[0] / its[0] for ours, its in zip(results, node[what])) if what in node else None
        of_node = f"{of_node:.2f}" if of_node else ""
        print(f"| {what} | {how} | {wall / floor_wall:.1f} | {of_node} | {of_plain} | {cpu / floor_cpu:.1f} | {memory:.0f} MiB |")


if __name__ == "__main__":
    main()
