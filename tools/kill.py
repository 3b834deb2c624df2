#!/usr/bin/env python3
"""Kills `dateline` at random moments: `kill.py COUNT PROGRAM [SEED]`.

`build --add` and `watch --once` run over own texts in turns and are killed (SIGKILL) after a random time. After each kill the
data must be whole: each file well-formed, and each document that it names exactly what one build of that text says or what the
build of its version before said. At the end one run without a kill must give what one build gives."""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

PEOPLE = ["Ana Gomez", "Bo Ek", "Carla Nunes", "Jonas Vik", "Mia Holm", "Rui Prado"]
TOWNS = ["Oslo", "Bergen", "Lisbon", "Vienna", "Athens"]


def text(document, version):
    rng = random.Random(document * 100 + version)
    one, other, town = *rng.sample(PEOPLE, 2), rng.choice(TOWNS)
    lines = [f"Minister {one} met Governor {other} in {town}.", f"{one} said that {other} would visit {town} next week."]
    return "\n\n".join(lines * (1 + version)) + "\n"


def quads(path):
    """Lines by graph; the inferred one and what was withdrawn aside. Fails on a line that is none."""
    graphs = {}
    with open(path, encoding="utf-8") as file:
        whole = file.read()
    assert whole == "" or whole.endswith(" .\n"), f"{path} is cut off"
    for line in whole.splitlines():
        graph = line[:-2].rsplit(" ", 1)[1]
        assert line.endswith(" .") and graph.startswith("<"), line
        if "graph-inferred" not in graph and "/history-" not in graph:
            graphs.setdefault(graph, []).append(line)
    return graphs


def main():
    count, program = int(sys.argv[1]), os.path.abspath(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    run = lambda *arguments: subprocess.run([program, "--quiet", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as room:
        texts, out = os.path.join(room, "texts"), os.path.join(room, "out")
        os.mkdir(texts)
        data = os.path.join(out, "graph.nq")
        allowed = {}

        def write(document, version):
            path = os.path.join(texts, f"d{document}.txt")
            with open(path + ".new", "w", encoding="utf-8") as file:
                file.write(text(document, version))
            os.replace(path + ".new", path)

        def whole():
            """What one build of the texts says, by graph."""
            run("build", texts, "--out", os.path.join(room, "whole"))
            return quads(os.path.join(room, "whole", "graph.nq"))

        documents = 4
        for document in range(documents):
            write(document, 0)
        for graph, lines in whole().items():
            allowed.setdefault(graph, []).append(lines)
        start = time.time()
        run("build", texts, "--out", out)
        full = time.time() - start
        killed = early = 0
        for turn in range(count):
            write(rng.randrange(documents), turn % 3)
            for graph, lines in whole().items():
                if lines not in allowed.setdefault(graph, []):
                    allowed[graph].append(lines)
            if turn % 2:
                command = ["build", texts, "--add", "--out", out]
            else:
                command = ["watch", texts, "--once", "--data", data]
            process = subprocess.Popen([program, "--quiet", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, full * 1.1))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            for graph, lines in quads(data).items():
                assert lines in allowed[graph], f"turn {turn}: half a document in {graph}"
            with open(os.path.join(out, "facts.jsonl"), encoding="utf-8") as file:
                for line in file:
                    json.loads(line)
            early += any(name.startswith(".dateline-") for name in os.listdir(out))
        run("build", texts, "--add", "--out", out)
        left = [name for name in os.listdir(out) if name.startswith(".dateline-")]
        assert not left, f"temporary files are left: {left}"
        whole()
        for name in ("graph.nq", "graph.ttl"):
            run("diff", "--quads", "--no-history", os.path.join(out, name), os.path.join(room, "whole", name))
        with open(os.path.join(out, "facts.jsonl"), "rb") as one, open(os.path.join(room, "whole", "facts.jsonl"), "rb") as other:
            assert one.read() == other.read(), "facts.jsonl differs after the last run"
        print(f"{count} turns, {killed} killed while they ran ({early} while a file was being written): nothing broken, the last run ends as one build does")


if __name__ == "__main__":
    main()
