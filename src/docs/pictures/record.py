#!/usr/bin/env python3
"""Records the README's animated pictures, rotate.svg and fleet.svg, from real runs in the sandbox.

Needs a build (./mvnw -DskipTests package), a JDK in JAVA_HOME or on PATH, and Python 3.9 or newer; no
network. The script types the commands into a shell that has a terminal and a sandbox of its own. All
else on the screen is what the shell and vsecret write, when they write it; only long waits are cut.

Each SVG is a still picture of the last screen; CSS hides and shows lines over time. A viewer that does
not animate, and a reader who prefers less motion, get the still picture.

Usage: record.py [rotate|fleet]...
Without a name, records both.
"""

import codecs
import fcntl
import html
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAUNCHER = HERE.parent.parent.parent / "target/vsecret/bin/vsecret"

PROMPT = "\x1b[32m$\x1b[0m "
ROWS = 40

KEY_SECONDS = 0.035
READING_SECONDS = 1.2
LONGEST_WAIT = 1.5
GIVE_UP_SECONDS = 120
LAST_SCREEN_SECONDS = 5.0

# What is written in parts within this time is shown at once: a bar that is cleared and drawn again.
SAME_MOMENT_SECONDS = 0.02


class Screen:
    """What a terminal shows. Knows the control codes that vsecret and a plain shell send, and refuses others."""

    CODE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])")
    WITHOUT_EFFECT_HERE = {("?7", "l"), ("?7", "h")}

    def __init__(self, columns):
        self.columns = columns
        self.rows = [[]]
        self.column = 0
        self.style = ""

    def feed(self, text):
        position = 0
        while position < len(text):
            code = self.CODE.match(text, position)
            if code:
                self.control(*code.groups())
                position = code.end()
            else:
                self.put(text[position])
                position += 1

    def control(self, parameters, kind):
        if kind == "m":
            self.style = "" if parameters in ("", "0") else parameters
        elif kind == "K" and parameters in ("", "0"):
            del self.rows[-1][self.column:]
        elif (parameters, kind) not in self.WITHOUT_EFFECT_HERE:
            raise ValueError(f"The control code ESC [ {parameters}{kind} is not known here.")

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.rows.append([])
        elif character < " ":
            raise ValueError(f"The control character {character!r} is not known here.")
        else:
            self.print(character)

    def print(self, character):
        if self.column == self.columns:
            self.rows.append([])
            self.column = 0
        row = self.rows[-1]
        row.extend([(" ", "")] * (self.column + 1 - len(row)))
        row[self.column] = (character, self.style)
        self.column += 1

    def lines(self):
        """For each row, its cells, and the column of the cursor if that is in this row."""
        last = len(self.rows) - 1
        return [(tuple(row), self.column if number == last else None) for number, row in enumerate(self.rows)]


class Recording:
    """A shell in the sandbox, in a terminal of its own, and the frames that its screen has shown."""

    def __init__(self, columns, sandbox, prepare=""):
        self.columns = columns
        self.screen = Screen(columns)
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.output = ""
        self.expected = 0
        self.frames = []
        self.folder = tempfile.TemporaryDirectory(prefix="vsecret-")
        self.start([str(LAUNCHER), "sandbox", *sandbox, "--", "sh", "-c", prepare + "\nexec sh -i"])
        self.expect(re.escape(PROMPT))
        self.forget_the_beginning()

    def start(self, command):
        environment = self.environment()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(self.folder.name)
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, self.columns, 0, 0))

    def environment(self):
        """Nothing of the person who records, so that no name or colour of theirs is in the picture."""
        java = {name: os.environ[name] for name in ("PATH", "JAVA_HOME") if name in os.environ}
        return {**java, "HOME": self.folder.name, "TERM": "xterm-256color", "TZ": "UTC", "LC_ALL": "C.UTF-8",
                "PS1": PROMPT}

    def forget_the_beginning(self):
        self.screen = Screen(self.columns)
        self.screen.feed(PROMPT)
        self.frames = [(time.monotonic(), self.screen.lines())]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGTERM)
        os.close(self.terminal)
        os.waitpid(self.process, 0)
        self.folder.cleanup()

    def run(self, command):
        self.enter(command)
        self.finish()

    def enter(self, command):
        self.type(command)
        self.record(0.3)
        self.type("\n")

    def finish(self):
        self.expect(re.escape(PROMPT))
        self.record(READING_SECONDS)

    def type(self, text):
        for key in text:
            os.write(self.terminal, key.encode())
            self.record(KEY_SECONDS)

    def expect(self, pattern):
        """Records until this has been written, after what was expected before."""
        end = time.monotonic() + GIVE_UP_SECONDS
        while not (found := re.compile(pattern).search(self.output, self.expected)):
            if time.monotonic() > end:
                sys.exit(f"Waited in vain for {pattern!r} after:\n{self.output}")
            self.record(0.02)
        self.expected = found.end()

    def record(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                self.show(self.read())

    def read(self):
        try:
            return self.decoder.decode(os.read(self.terminal, 65536))
        except OSError:
            sys.exit(f"The sandbox has ended too early:\n{self.output}")

    def show(self, text):
        self.output += text
        self.screen.feed(text)
        now = time.monotonic()
        if self.frames and now - self.frames[-1][0] < SAME_MOMENT_SECONDS:
            now, _ = self.frames.pop()
        self.frames.append((now, self.screen.lines()))


class Film:
    """A recording as an SVG."""

    CELL = 8.4
    LINE = 20
    MARGIN = 16
    BAR = 32
    COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#f2cc60"}

    def __init__(self, recording, title, description):
        moments = without_long_waits([moment for moment, _ in recording.frames])
        self.frames = list(zip(moments, (lines for _, lines in recording.frames)))
        self.seconds = moments[-1] + LAST_SCREEN_SECONDS
        self.columns = recording.columns
        self.title = title
        self.description = description

    def svg(self):
        pieces = self.pieces()
        keyframes = [self.keyframes(number, piece) for number, piece in enumerate(pieces)]
        groups = [self.group(number, piece) for number, piece in enumerate(pieces)]
        width = round(self.columns * self.CELL + 2 * self.MARGIN)
        height = self.BAR + max(len(lines) for _, lines in self.frames) * self.LINE + self.MARGIN
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc">',
            "<!-- Made by record.py -->",
            f'<title id="title">{html.escape(self.title)}</title>',
            f'<desc id="desc">{html.escape(self.description)}</desc>',
            "<style>",
            'text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;',
            "  fill: #e6edf3; white-space: pre }",
            ".hidden { visibility: hidden }",
            "@media (prefers-reduced-motion: no-preference) {",
            f"g {{ animation: {self.seconds:.2f}s step-end infinite }}",
            *keyframes,
            "}",
            "</style>",
            f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" fill="#161b22" stroke="#57606a"/>',
            *(f'<circle cx="{x}" cy="17" r="5.5" fill="#57606a"/>' for x in (20, 38, 56)),
            *groups,
            "</svg>",
            ""])

    def pieces(self):
        """Every line that the screen has shown: row, line, since when, and until when."""
        pieces = []
        shown = {}
        for moment, lines in [*self.frames, (self.seconds, [])]:
            for row in range(max(len(lines), len(shown))):
                line = lines[row] if row < len(lines) else None
                before, since = shown.get(row, (None, moment))
                if line != before:
                    if before and since < moment:
                        pieces.append((row, before, since, moment))
                    shown[row] = (line, moment)
        return pieces

    def keyframes(self, number, piece):
        _, _, since, until = piece
        steps = {0: "hidden", since: "visible", until: "hidden"}
        percents = (f"{100 * moment / self.seconds:.2f}%{{visibility:{value}}}" for moment, value in steps.items())
        return f"@keyframes k{number}{{{''.join(percents)}}}"

    def group(self, number, piece):
        row, (cells, cursor), _, until = piece
        top = self.BAR + row * self.LINE
        parts = [self.text(top, *stretch) for stretch in stretches(cells)]
        if cursor is not None:
            x = self.MARGIN + cursor * self.CELL
            parts.append(f'<rect x="{x:.1f}" y="{top + 2}" width="{self.CELL}" height="17" fill="#8b949e"/>')
        hidden = "" if until == self.seconds else ' class="hidden"'
        return f'<g{hidden} style="animation-name:k{number}">{"".join(parts)}</g>'

    def text(self, top, column, text, style):
        x = self.MARGIN + column * self.CELL
        colour = f' style="fill:{self.COLOURS[style]}"' if style else ""
        return (f'<text x="{x:.1f}" y="{top + 15}" textLength="{len(text) * self.CELL:.1f}"'
                f' lengthAdjust="spacingAndGlyphs" xml:space="preserve"{colour}>{html.escape(text)}</text>')


def without_long_waits(moments):
    """The moments from 0 on, none more than LONGEST_WAIT after the one before."""
    result = [0.0]
    for before, moment in zip(moments, moments[1:]):
        result.append(result[-1] + min(moment - before, LONGEST_WAIT))
    return result


def stretches(cells):
    """The parts of a row that have one style: column, text, style. Parts that are blank are left out."""
    result = []
    for column, (character, style) in enumerate(cells):
        if result and result[-1][2] == style:
            start, text, _ = result.pop()
            result.append((start, text + character, style))
        else:
            result.append((column, character, style))
    return [(column, text, style) for column, text, style in result if text.strip()]


def rotate():
    """One account, whose credentials are in a file. At 84 columns and this age no line breaks within a word."""
    prepare = r"""
        umask 077
        printf 'VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n' "$VONAGE_API_KEY" "$VONAGE_API_SECRET" >app.env
        unset VONAGE_API_KEY VONAGE_API_SECRET"""
    with Recording(84, ["--age", "93d", "--latency", "300ms"], prepare) as recording:
        recording.run("vsecret list --config app.env")
        recording.enter("vsecret rotate --config app.env --revoke-old")
        recording.expect(r"\[y/N\] ")
        recording.record(READING_SECONDS)
        recording.type("y\n")
        recording.finish()
        recording.run("vsecret list --config app.env")
    return Film(
        recording,
        "Rotating a secret with vsecret",
        "A terminal. vsecret list shows one secret, which is 93 days old. vsecret rotate --revoke-old asks, creates"
        " a new secret, tries it, saves it to app.env and revokes the previous one. Then vsecret list shows only"
        " the new secret.")


def fleet():
    """Many accounts, killed halfway and run again."""
    rotate_all = "vsecret rotate --subaccounts --output-file secrets.jsonl --if-older-than 90d"
    with Recording(97, ["--subaccounts", "60", "--age", "93d", "--latency", "120ms"]) as recording:
        recording.run("timeout -s KILL 5 " + rotate_all)
        recording.run(rotate_all)
    return Film(
        recording,
        "Rotating the secrets of many accounts with vsecret",
        "A terminal. vsecret rotate --subaccounts shows a progress bar with the number of accounts done, the rate"
        " and the time left. It is killed after five seconds. The same command, run again, rotates the rest:"
        " what is done is not due, and none failed.")


FILMS = {"rotate": rotate, "fleet": fleet}


def main(names):
    if not set(names) <= set(FILMS):
        sys.exit(__doc__)
    if not os.access(LAUNCHER, os.X_OK):
        sys.exit(f"{LAUNCHER} is missing. Run ./mvnw -DskipTests package first.")
    if "JAVA_HOME" not in os.environ and not shutil.which("java"):
        sys.exit("There is no Java. Set JAVA_HOME, or put java on the PATH.")
    for name in names or FILMS:
        film = FILMS[name]()
        file = HERE / f"{name}.svg"
        file.write_text(film.svg(), encoding="utf-8")
        print(f"{file.name}: {film.seconds:.0f} s, {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
