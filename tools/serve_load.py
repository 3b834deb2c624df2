#!/usr/bin/env python3
"""Load on `dateline serve` and, beside it, on the `oxigraph` server: the same quads, the same questions, the same run.

    python3 tools/serve_load.py --dateline target/release/dateline --oxigraph oxigraph --data out/graph.nq

`wrk` has to be installed. The graph is copied under new names until it holds `--quads`. The mix is every question of the
catalogue that both servers answer within `--limit` seconds, with persons of the copies as values; the questions that are left
out are told. Three runs a server: each query asked anew (a comment makes it another text, so that no cache helps), queries
asked again, and the first again while products are asked for and 200 clients dawdle.
"""

import argparse
import pathlib
import random
import re
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


def grown(source, quads, folder):
    """The graph copied under new names; as N-Quads and, for Oxigraph, each triple once without its graph. Some persons too."""
    lines = pathlib.Path(source).read_text(encoding="utf-8").splitlines()
    base = next(m.group(1) for m in (re.search(r"<(\S+/)graph-inferred>", line) for line in lines) if m)
    names = sorted({m for line in lines for m in re.findall(r"<" + re.escape(base) + r"person-[^>]+>", line)})
    labels = [re.search(r'label> "([^"]+)"', line) for line in lines if any(line.startswith(n + " <http://www.w3.org/2000/01/rdf-schema#label>") for n in names)]
    labels = sorted({m.group(1) for m in labels if m})
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
    return nq, nt, total, len(seen), [f"{label} {copy}" for label in labels for copy in random.Random(7).sample(range(copies), min(copies, 20))]


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


def queries(address, persons):
    """Texts of the catalogue's questions, some with values."""
    import json

    found = {}
    for question in json.loads(fetch(address + "/queries", "application/json")[0]):
        names = [p["name"] for p in question["parameters"] if p["name"] in ("person", "speaker", "name")]
        values = [{}] if not names else [{names[0]: person} for person in random.Random(question["name"]).sample(persons, min(12, len(persons)))]
        for value in values:
            text = fetch(f"{address}{question['url']}.rq?{urllib.parse.urlencode(value)}", "*/*")[0].decode()
            text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
            found.setdefault(question["name"], []).append(text)
    return found


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


def main():
    """Runs and prints a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dateline", default="target/release/dateline")
    options.add_argument("--oxigraph", default="oxigraph")
    options.add_argument("--data", default="out/graph.nq")
    options.add_argument("--quads", type=int, default=1_000_000)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--requests", type=int, default=200_000, help="cached requests to dateline, at least")
    options.add_argument("--limit", type=float, default=2.0)
    options.add_argument("--timeout", type=int, default=30, help="of both servers")
    options.add_argument("--connections", type=int, default=4)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        nq, nt, total, distinct, persons = grown(given.data, given.quads, folder)
        print(f"{total:,} quads, {distinct:,} triples", flush=True)
        ports = free_port(), free_port()
        subprocess.run([given.oxigraph, "load", "--location", str(folder / "store"), "--file", str(nt)], check=True, capture_output=True)
        dateline, cold = started([given.dateline, "serve", "--bind", f"127.0.0.1:{ports[0]}", "--data", str(nq), "--timeout", str(given.timeout)], ports[0], "/health")
        oxigraph, cold_peer = started([given.oxigraph, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{ports[1]}", "--timeout-s", str(given.timeout)], ports[1], "/")
        print(f"dateline: ready after {cold:.1f} s, {resident(dateline)} MB; oxigraph (loaded before): {cold_peer:.1f} s, {resident(oxigraph)} MB", flush=True)
        address = f"http://127.0.0.1:{ports[0]}"
        servers = {"dateline": (ports[0], "/sparql", dateline), "oxigraph": (ports[1], "/query", oxigraph)}
        mix, left_out = [], []
        for question, texts in queries(address, persons).items():
            took = {}
            for server, (port, path, _) in servers.items():
                _, seconds, error = fetch(f"http://127.0.0.1:{port}{path}?query={urllib.parse.quote(texts[0])}", timeout=given.timeout + 5)
                took[server] = seconds if not error else float("inf")
            told = ", ".join(f"{server} {seconds * 1000:.0f} ms" for server, seconds in took.items())
            print(f"  {question}: {told}", flush=True)
            if max(took.values()) <= given.limit:
                mix.extend(texts)
            else:
                left_out.append(question)
        print(f"mix: {len(mix)} texts; left out, for a server takes longer than {given.limit} s: {', '.join(left_out) or 'none'}", flush=True)
        quoted = ["?query=" + urllib.parse.quote(text + "\n") for text in mix]
        rows = []
        for kind in ("asked anew", "asked again", "under attack"):
            for server, (port, path, process) in servers.items():
                attack = Attack(port, path) if kind == "under attack" else None
                if attack:
                    time.sleep(2)
                fresh, seconds = kind != "asked again", given.seconds
                result = wrk(f"http://127.0.0.1:{port}", [path + q for q in quoted], fresh, seconds, given.connections, folder)
                done = result
                while server == "dateline" and kind == "asked again" and done[0] < given.requests:
                    again = wrk(f"http://127.0.0.1:{port}", [path + q for q in quoted], fresh, seconds, given.connections, folder)
                    done = (done[0] + again[0], *again[1:5], done[5] + again[5], done[6] + again[6])
                rows.append((kind, server, *done, resident(process)))
                if attack:
                    attack.end()
                print(rows[-1], flush=True)
        print("\n| | server | requests | a second | p50 ms | p95 ms | p99 ms | errors | MB |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for kind, server, requests, rate, p50, p95, p99, status, broken, memory in rows:
            print(f"| {kind} | {server} | {requests:,} | {rate:,.0f} | {p50:,.1f} | {p95:,.1f} | {p99:,.1f} | {status + broken:,} | {memory:,} |")
        for process in (dateline, oxigraph):
            process.terminate()


main()
