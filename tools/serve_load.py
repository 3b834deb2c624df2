#!/usr/bin/env python3
"""Load on `dateline serve` and, beside it, on the `oxigraph` server: the same quads, the same questions, the same run.

    python3 tools/serve_load.py --dateline target/release/dateline --oxigraph oxigraph --data out/graph.nq

`wrk` has to be installed. The graph is copied under new names until it holds `--quads`. Each question of the catalogue is asked
as it stands and for names of the copies. Two mixes: the questions that both servers answer within `--limit` seconds, and the whole
catalogue. Runs: asked anew (a comment makes each query another text, so that no cache helps), asked again, and asked anew while
products are asked for and 200 clients dawdle; the whole catalogue again until there are `--requests` answers. With `--write FILE`
the table replaces what stands between `<!-- load -->` and `<!-- /load -->`.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

DEATH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

LUA = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local thread_count = 0
function setup(thread) thread:set("id", thread_count) thread_count = thread_count + 1 end
local n = 0
function init(args) math.randomseed(17 + id) end
function request()
  n = n + 1
  local path = paths[math.random(#paths)]
  if %s then path = path .. "%%23" .. id .. "-" .. n end
  return wrk.format("GET", path, {["Accept"] = "application/sparql-results+json"})
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), e.status, e.connect + e.read + e.write + e.timeout))
end
"""


# Which names fit which parameters: kinds of things as their IRIs begin.
KINDS = {
    "person": ("person-",),
    "speaker": ("person-",),
    "name": ("person-", "organization-", "city-"),
    "source": ("person-", "organization-"),
    "thing": ("person-", "organization-"),
    "place": ("city-", "country-", "region-", "facility-", "place-"),
    "party": ("person-", "organization-", "country-"),
    "organization": ("organization-", "country-"),
    "in": ("organization-", "country-"),
    "of": ("country-", "organization-"),
    "fact": ("event-", "role-"),
    "document": ("document-",),
}


def grown(source, quads, folder):
    """The graph copied under new names, as N-Quads and, for Oxigraph, each triple once without its graph; counts, and values."""
    lines = pathlib.Path(source).read_text(encoding="utf-8").splitlines()
    base = next(m.group(1) for m in (re.search(r"<(\S+/)graph-inferred>", line) for line in lines) if m)
    labels = {}
    for line in lines:
        if m := re.match(r"<" + re.escape(base) + r'([^>]+)> <http://www.w3.org/2000/01/rdf-schema#label> "([^"]+)"', line):
            labels[m.group(1)] = m.group(2)
    subjects = sorted({m.group(1) for m in (re.match(r"<" + re.escape(base) + r"([^>]+)>", line) for line in lines) if m})
    copies = -(-quads // len(lines))
    nq, nt = folder / "graph.nq", folder / "graph.nt"
    seen, total = set(), 0
    with nq.open("w", encoding="utf-8") as out, nt.open("w", encoding="utf-8") as triples:
        for copy in range(copies):
            for line in lines:
                text = re.sub(re.escape(base) + r"(?!graph-inferred)([A-Za-z0-9_-]+)>", rf"{base}\1-{copy}>", line)
                text = re.sub(r'label> "([^"]+)"', rf'label> "\1 {copy}"', text)
                out.write(text + "\n")
                total += 1
                triple = text.rsplit(" <", 1)[0] + " .\n"
                if hash(triple) not in seen:
                    seen.add(hash(triple))
                    triples.write(triple)
    values = {}
    for parameter, kinds in KINDS.items():
        names = [name for name in subjects if name.startswith(kinds)]
        by_label = parameter not in ("fact", "document")
        names = [labels[name] for name in names if name in labels] if by_label else names
        chosen = random.Random(parameter)
        values[parameter] = [f"{name}{' ' if by_label else '-'}{chosen.randrange(copies)}" for name in chosen.sample(names, min(12, len(names)))]
    return nq, nt, total, len(seen), values


def fetch(url, accept="application/sparql-results+json", timeout=60.0):
    """The body, seconds, and what went wrong."""
    start = time.monotonic()
    try:
        request = urllib.request.Request(url, headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.read(), time.monotonic() - start, None
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        return b"", time.monotonic() - start, str(error)


def free_port():
    """A port that nobody uses."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def started(command, port, path):
    """A server, once it answers, and the seconds that took."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        body, _, error = fetch(f"http://127.0.0.1:{port}{path}", timeout=5)
        if not error and body is not None:
            return process, time.monotonic() - start
        if process.poll() is not None:
            raise SystemExit(f"{command[0]} ended")
        time.sleep(0.1)


def resident(process):
    """Megabytes of memory."""
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) // 1024


def queries(address, values):
    """Texts of the catalogue's questions: for names where a parameter takes some, and as they stand."""
    found = {}
    for question in json.loads(fetch(address + "/queries", "application/json")[0]):
        asked = [{name: value} for name in (p["name"] for p in question["parameters"]) for value in values.get(name, [])[:6]]
        for value in [*asked, {}]:
            text = fetch(f"{address}{question['url']}.rq?{urllib.parse.urlencode(value)}", "*/*")[0].decode()
            text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")) + "\n"
            found.setdefault(question["name"], []).append(text)
    return found


def asked(port, path, text, timeout):
    """Rows (None when there is no whole answer), bytes and seconds."""
    body, seconds, error = fetch(f"http://127.0.0.1:{port}{path}?query={urllib.parse.quote(text)}", timeout=timeout)
    try:
        rows = None if error else len(json.loads(body)["results"]["bindings"])
    except ValueError:
        # half an answer that looks like a whole one
        rows = None
    return rows, len(body), seconds


def wrk(url, paths, fresh, seconds, connections, folder):
    """One run: requests, requests a second, percentiles in ms, errors."""
    listing, script = folder / "paths.txt", folder / "run.lua"
    listing.write_text("\n".join(paths))
    script.write_text(LUA % (listing, "true" if fresh else "false"))
    out = subprocess.run(["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), url], capture_output=True, text=True, check=True).stdout
    requests, micros, p50, p95, p99, status, socket_errors = map(int, re.search(r"RESULT (.*)", out).group(1).split())
    return requests, requests / (micros / 1e6), p50 / 1000, p95 / 1000, p99 / 1000, status, socket_errors


class Attack:
    """Products asked for again and again, and clients that dawdle."""

    def __init__(self, port, path, killers=2, slow=200):
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.kill, args=(f"http://127.0.0.1:{port}{path}",), daemon=True) for _ in range(killers)]
        self.sockets = []
        for _ in range(slow):
            s = socket.create_connection(("127.0.0.1", port))
            s.sendall(b"GET " + path.encode() + b"?query= HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: a")
            self.sockets.append(s)
        for thread in self.threads:
            thread.start()

    def kill(self, url):
        """Asks until it is told to stop."""
        while not self.stop.is_set():
            fetch(f"{url}?query={urllib.parse.quote(DEATH + ' #' + str(time.monotonic()))}", timeout=120)
            time.sleep(0.2)

    def end(self):
        """Lets go."""
        self.stop.set()
        for s in self.sockets:
            s.close()


def cell(result):
    """A run as the table shows it."""
    requests, rate, p50, p95, p99, status, broken = result
    shown = lambda ms: f"{ms:,.1f}" if ms < 10 else f"{ms:,.0f}"
    return f"{requests:,} | {rate:,.0f} | {shown(p50)} | {shown(p95)} | {shown(p99)} | {status + broken:,}"


def main():
    """Runs and prints a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dateline", default="target/release/dateline")
    options.add_argument("--oxigraph", default="oxigraph")
    options.add_argument("--data", default="out/graph.nq")
    options.add_argument("--quads", type=int, default=1_000_000)
    options.add_argument("--seconds", type=int, default=15, help="of one run")
    options.add_argument("--requests", type=int, default=200_000, help="of the whole catalogue, asked again")
    options.add_argument("--limit", type=float, default=2.0, help="seconds in which both servers answer what they are compared by")
    options.add_argument("--largest", type=int, default=4 << 20, help="bytes of answer beyond which a text is left out")
    options.add_argument("--timeout", type=int, default=6, help="of both servers")
    options.add_argument("--connections", type=int, default=4)
    options.add_argument("--write", help="a file with the marks of the table")
    given = options.parse_args()
    if not shutil.which("wrk") or not shutil.which(given.oxigraph):
        raise SystemExit("wrk (apt install wrk) and the oxigraph server (make peers) are needed")
    with tempfile.TemporaryDirectory() as name:
        run(given, pathlib.Path(name))


def run(given, folder):
    """All of it."""
    nq, nt, total, distinct, values = grown(given.data, given.quads, folder)
    print(f"{total:,} quads, {distinct:,} triples", flush=True)
    ports = free_port(), free_port()
    subprocess.run([given.oxigraph, "load", "--location", str(folder / "store"), "--file", str(nt)], check=True, capture_output=True)
    dateline, cold = started([given.dateline, "serve", "--bind", f"127.0.0.1:{ports[0]}", "--data", str(nq), "--timeout", str(given.timeout)], ports[0], "/health")
    oxigraph, cold_peer = started([given.oxigraph, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{ports[1]}", "--timeout-s", str(given.timeout)], ports[1], "/")
    size = resident(dateline)
    print(f"dateline: ready after {cold:.1f} s, {size} MB; oxigraph (loaded before): {cold_peer:.1f} s, {resident(oxigraph)} MB", flush=True)
    servers = {"dateline": (ports[0], "/sparql"), "oxigraph": (ports[1], "/query")}
    try:
        lines = measured(given, folder, servers, values)
    finally:
        for process in (dateline, oxigraph):
            process.terminate()
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    lines.insert(0, f"{total:,} quads; dateline read the file in {cold:.1f} s and then took {size} MB; {given.connections} connections, {os.cpu_count()} processors, load {load} at the end.\n")
    print("\n" + "\n".join(lines))
    if given.write:
        path = pathlib.Path(given.write)
        before, rest = path.read_text(encoding="utf-8").split("<!-- load -->\n")
        path.write_text(before + "<!-- load -->\n" + "\n".join(lines) + "\n<!-- /load -->\n" + rest.split("<!-- /load -->\n")[1], encoding="utf-8")


def measured(given, folder, servers, values):
    """Lines of Markdown: which questions were asked, and the table."""
    common, whole, alone, slowest, large, late = [], [], [], ("", 0.0), [], []
    catalogue = queries(f"http://127.0.0.1:{servers['dateline'][0]}", values)
    for question, texts in catalogue.items():
        took, last = [], (texts[-1], None)
        for text in texts:
            rows, length, seconds = asked(*servers["dateline"], text, given.timeout + 5)
            took.append(seconds)
            if rows is None:
                late.append(question)
                continue
            slowest = max(slowest, (question, seconds), key=lambda pair: pair[1])
            if length > given.largest:
                large.append(question)
            else:
                whole.append(text)
                last = text, rows
        rows, _, peer = asked(*servers["oxigraph"], last[0], given.timeout + 5)
        if None not in (rows, last[1]) and rows != last[1]:
            print(f"  {question}: {last[1]} rows, oxigraph {rows}", flush=True)
        told = f"{peer * 1000:.0f} ms" if rows is not None else "none in time"
        print(f"  {question}: {len(texts)} texts, dateline {max(took) * 1000:.0f} ms at most, oxigraph {told}", flush=True)
        if rows is not None and max(peer, *took) <= given.limit:
            common.extend(text for text in texts if text in whole)
        else:
            alone.append(question)
    lines = [
        f"Of {len(catalogue)} questions oxigraph answered {len(catalogue) - len(alone)} within {given.limit:.0f} s; they are the common mix ({len(common)} texts). "
        f"The whole catalogue is {len(whole)} texts; left out for answers above {given.largest >> 20} MB: {', '.join(sorted(set(large))) or 'none'}. "
        f"Not answered by dateline in time: {', '.join(sorted(set(late))) or 'none'}. The slowest text takes it {slowest[1]:.1f} s alone (`{slowest[0]}`). Each server has {given.timeout} s for a query.\n",
        "| | server | requests | a second | p50 ms | p95 ms | p99 ms | errors |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    plan = [("common mix, asked anew", common, True), ("common mix, asked again", common, False), ("common mix, asked anew under attack", common, True)]
    plan += [("whole catalogue, asked anew", whole, True), ("whole catalogue, asked again", whole, False), ("whole catalogue, asked anew under attack", whole, True)]
    for kind, texts, fresh in plan:
        for server, (port, path) in servers.items():
            if texts is whole and server == "oxigraph":
                # most of it would end at its time limit
                continue
            attack = Attack(port, path) if kind.endswith("attack") else None
            if attack:
                time.sleep(2)
            paths = [f"{path}?query={urllib.parse.quote(text)}" for text in texts]
            ask = lambda seconds: wrk(f"http://127.0.0.1:{port}", paths, fresh, seconds, given.connections, folder)
            result = ask(given.seconds)
            if texts is whole and not fresh and server == "dateline":
                # the run before tells how long the full number takes
                while result[0] < given.requests:
                    result = ask(int(given.requests / max(result[1], 1) * 1.1) + 1)
            if attack:
                attack.end()
            lines.append(f"| {kind} | {server} | {cell(result)} |")
            print(lines[-1], flush=True)
    return lines


main()
