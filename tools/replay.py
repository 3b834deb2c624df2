#!/usr/bin/env python3
"""Replays a live blog as it grew: `replay.py PAGE.html VERSIONS PROGRAM`.

The page lists its posts as schema.org LiveBlogPosting. Versions with the oldest posts, more each time, are written over one file
that `dateline watch` looks at; at the end its graph is compared with one build of the whole page."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

# The first version's time holds the start of the program and its model.

SCRIPT = re.compile(r"(<script[^>]*application/ld\+json[^>]*>)(.*?)(</script>)", re.S | re.I)


def find(value):
    """The object that holds the posts, wherever it lies."""
    if isinstance(value, dict):
        if isinstance(value.get("liveBlogUpdate"), list):
            return value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            found = find(inner)
            if found:
                return found
    return None


def versions(page, count):
    for script in SCRIPT.finditer(page):
        data = json.loads(script[2], strict=False)
        blog = find(data)
        if not blog:
            continue
        posts = blog["liveBlogUpdate"]
        age = sorted(range(len(posts)), key=lambda at: (posts[at].get("datePublished") or "", -at))
        for version in range(1, count + 1):
            kept = set(age[: max(2, len(posts) * version // count)])
            blog["liveBlogUpdate"] = [post for at, post in enumerate(posts) if at in kept]
            text = json.dumps(data).replace("</", "<\\/")
            yield len(kept), page[: script.start(2)] + text + page[script.end(2) :]
        return
    sys.exit("no LiveBlogPosting on the page")


def main():
    path, count, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    name = os.path.basename(path)
    page = open(path, encoding="utf-8").read()
    with tempfile.TemporaryDirectory() as folder:
        live, data = os.path.join(folder, name), os.path.join(folder, "live", "graph.nq")
        whole = os.path.join(folder, "whole")
        watch = None
        times = []
        # processor time: what else the machine does leaves it alone
        ticks = os.sysconf("SC_CLK_TCK")
        used = lambda: sum(map(int, open(f"/proc/{watch.pid}/stat").read().rsplit(")", 1)[1].split()[11:13])) / ticks
        before = 0.0
        for posts, text in versions(page, count):
            with open(live + ".new", "w", encoding="utf-8") as out:
                out.write(text)
            os.replace(live + ".new", live)
            if watch is None:
                command = [program, "--quiet", "watch", live, "--data", data, "--every", "200ms"]
                watch = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            facts = 0
            while not (line := watch.stdout.readline()).startswith("=="):
                facts += 1
            took = float(line.rsplit(";", 1)[1].split()[0])
            before, spent = used(), used() - before
            times.append(spent)
            print(f"version {len(times)}: {posts} posts, {line.strip().split(': ', 1)[1]} ({spent:.2f} s of processor time)", flush=True)
        time.sleep(1)
        watch.terminate()
        watch.wait()
        subprocess.run([program, "--quiet", "build", live, "--out", whole], check=True, stderr=subprocess.DEVNULL)
        same = subprocess.run([program, "diff", "--quads", data, os.path.join(whole, "graph.nq")], stdout=subprocess.PIPE, text=True)
        print(f"processor time: second {times[1]:.2f} s, last {times[-1]:.2f} s, all {sum(times):.2f} s; differing quads: {len(same.stdout.splitlines())}")
        sys.exit(same.returncode)


if __name__ == "__main__":
    main()
