#!/usr/bin/env python3
"""Measures Dateline on the development sets and writes the figures to docs/accuracy.md.

    accuracy.py --program target/release/dateline [--shared ../shared] [--out docs/accuracy.md] [--keep DIR]

Documents whose id hashes even are tuned on; the odd ones are reported. Figures only: no text of the sets is written.
What stands between `<!-- notes: NAME -->` and `<!-- end -->` in the old file is kept; `before` is the odd figure of the committed one.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import confidence

# (set, row, measure, what an afternoon's spaCy script reaches, at least, aim)
TARGETS = [
    ("polnear", "Statement", "f1", 0.62, 0.75, 0.85),
    ("polnear", "Statement, speech cues", "recall", 0.74, 0.88, 0.95),
    ("polnear", "Statement.content words", "f1", 0.55, 0.75, 0.85),
    ("polnear", "Statement.content exact", "f1", 0.35, 0.55, 0.70),
    ("wikievents", "Event", "f1", 0.57, 0.65, 0.75),
    ("wikievents", "Event.args", "f1", 0.28, 0.45, 0.60),
    ("rams", "Event", "recall", 0.39, 0.55, 0.70),
    ("rams", "Event.args", "f1", 0.15, 0.30, 0.40),
    ("re3d", "Meeting", "recall", 0.33, 0.60, 0.80),
    ("re3d", "RoleHolding", "recall", 0.0, 0.50, 0.70),
    ("re3d", "memberOf", "recall", 0.0, 0.30, 0.50),
    ("re3d", "occursAt", "recall", 0.19, 0.40, 0.60),
    ("conll04", "RoleHolding", "f1", 0.30, 0.60, 0.75),
    ("liveblogs", "Post", "f1", None, 1.0, 1.0),
    ("liveblogs", "Post.headline", "f1", None, 1.0, 1.0),
    ("news_html", "Page", "f1", None, 0.93, None),
]
COMMANDS = {"liveblogs": ["parse", "--show", "posts"], "news_html": ["parse", "--show", "page"]}
EXTRACT = ["extract", "--format", "jsonl"]
PARTS = ("even", "odd")
COLUMNS = 12  # of the table of a set


def main():
    parser = argparse.ArgumentParser(description="measure Dateline on the development sets")
    parser.add_argument("--program", type=Path, required=True, help="the release build")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder that holds `eval/`")
    parser.add_argument("--out", type=Path, default=Path("docs/accuracy.md"))
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder, one file a set")
    options = parser.parse_args()
    sets = options.shared.resolve() / "eval"
    cases = subprocess.run([options.program, "eval", "--quiet"], capture_output=True, text=True)
    if not cases.stdout:
        sys.exit(cases.stderr)
    chains = subprocess.run([options.program, "eval", "--coreference", "--quiet"], capture_output=True, text=True)
    if not chains.stdout:
        sys.exit(chains.stderr)
    if not (sets / "score.py").exists():
        print(cases.stdout, chains.stdout, sep="\n", end="")
        print(f"skipped: no development sets in {options.shared}/eval, so {options.out} stays as it is")
        return
    scorer = load_scorer(sets)
    configs = json.loads((sets / "sets.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        keep = options.keep or Path(scratch)
        keep.mkdir(parents=True, exist_ok=True)
        results = {name: measure(options.program, sets, name, configs, scorer, keep) for name in configs}
    notes = notes_of(options.out.read_text("utf-8") if options.out.exists() else "")
    options.out.write_text(page(results, cases.stdout, chains.stdout, before(options.out), notes), "utf-8")
    print(f"wrote {options.out}")


def load_scorer(sets):
    """The scorer as a module; its neighbour `spans` must be importable."""
    sys.path.insert(0, str(sets))
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("score", sets / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- running and scoring ----

def part_of(document):
    return PARTS[int(hashlib.sha1(document.encode()).hexdigest(), 16) % 2]


def run(program, folder, command, predictions):
    """Writes the program's lines about all documents of a set; gives the CPU seconds."""
    call = [program, *command, "--force", "--quiet", "--about", folder / "docs.jsonl", folder / "docs"]
    with predictions.open("wb") as out:
        child = subprocess.Popen([str(word) for word in call], stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(map(str, call))}")
    return usage.ru_utime + usage.ru_stime


def measure(program, sets, name, configs, scorer, keep):
    """Everything about one set: rows by part, documents, words, CPU seconds, verdicts for the confidence tables."""
    folder, predictions = sets / name, keep / f"{name}.jsonl"
    seconds = run(program, folder, COMMANDS.get(name, EXTRACT), predictions)
    docs, golds = scorer.read_lines(folder / "docs.jsonl"), scorer.read_lines(folder / "gold.jsonl")
    result = {"seconds": seconds, "words": 0, "documents": {}, "rows": {}, "confidence": {}}
    if name not in COMMANDS:
        texts = {d["document"]: (folder / "docs" / f"{d['document']}.txt").read_text("utf-8") for d in docs}
        result["words"] = sum(len(text.split()) for text in texts.values())
    preds = by_document(scorer.read_lines(predictions))
    for part in PARTS:
        mine = [d for d in docs if part_of(d["document"]) == part]
        gold = [g for g in golds if part_of(g["document"]) == part]
        result["documents"][part] = len(mine)
        result["rows"][part] = score(sets, name, mine, gold, predictions)
        if name in confidence.MEASURED:
            whole = [{**d, "id": d["document"], "text": texts[d["document"]]} for d in mine]
            verdicts, wanted = confidence.judged(scorer, name, configs[name], whole, by_document(gold), preds)
            agree(name, result["rows"][part][confidence.MEASURED[name]], verdicts, wanted)
            result["confidence"][part] = (verdicts, wanted)
            if name == "polnear":
                result.setdefault("sure", {})[part] = sure_enough(sets, name, mine, gold, predictions, verdicts)
    return result


def sure_enough(sets, name, docs, golds, predictions, verdicts):
    """The least `--min-confidence` at which nine of ten statements are right: (least, precision, recall of speech cues)."""
    for least in (step / 100 for step in range(100)):
        kept = [right for _, sure, right in verdicts if sure >= least]
        if kept and sum(kept) >= 0.9 * len(kept):
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as surer:
                for line in predictions.open(encoding="utf-8"):
                    fact = json.loads(line)
                    if fact["kind"] == "Entity" or fact["confidence"] >= least:
                        surer.write(line)
                surer.flush()
                rows = score(sets, name, docs, golds, Path(surer.name))
            return least, rows["Statement"]["precision"], rows["Statement, speech cues"]["recall"]
    return None


def score(sets, name, docs, golds, predictions):
    """The scorer's rows for some documents of a set."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        (folder / "docs").symlink_to(sets / name / "docs")
        (Path(scratch) / "sets.json").symlink_to(sets / "sets.json")
        for file, lines in (("docs.jsonl", docs), ("gold.jsonl", golds)):
            (folder / file).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        call = [sys.executable, "-B", sets / "score.py", "--gold", scratch, "--pred", predictions, "--set", name, "--json"]
        output = subprocess.run([str(word) for word in call], capture_output=True, text=True, check=True).stdout
    return json.loads(output)[name]["rows"]


def by_document(lines):
    found = defaultdict(list)
    for line in lines:
        found[line["document"]].append(line)
    return found


def agree(name, row, verdicts, wanted):
    """Stops when the one-by-one verdicts are not those behind the scorer's row."""
    right = sum(right for _, _, right in verdicts)
    if (len(verdicts), wanted) != (row["predicted"], row["gold"]) or abs(right - row["precision"] * len(verdicts)) > 0.5:
        sys.exit(f"confidence.py and score.py disagree on {name}: {right} of {len(verdicts)} for {wanted}, {row}")


# ---- the page ----

def before(path):
    """The odd figures of the committed page: {(set, row): figure}."""
    old = subprocess.run(["git", "show", f"HEAD:./{path}"], capture_output=True, text=True).stdout
    figures, name = {}, None
    for line in old.splitlines():
        if heading := re.fullmatch(r"## (\w+)", line):
            name = heading.group(1)
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if name and len(cells) == COLUMNS:
            figures[name, cells[0]] = cells[8] if cells[9] == "-" else cells[9]
    return figures


def notes_of(old):
    return dict(re.findall(r"<!-- notes: (\w+) -->\n(.*?)<!-- end -->", old, re.S))


def number(value):
    return "-" if value is None else f"{value:.3f}"


def page(results, cases, chains, old, notes):
    parts = [INTRODUCTION, targets(results), speed(results)]
    for name, result in results.items():
        parts.append(f"## {name}\n\n" + set_table(name, result, old) + f"\n<!-- notes: {name} -->\n{notes.get(name, '')}<!-- end -->\n")
    marked = f"\n<!-- notes: coreference -->\n{notes.get('coreference', '')}<!-- end -->\n"
    read = f"\n<!-- notes: confidence -->\n{notes.get('confidence', '')}<!-- end -->\n"
    parts += [reliability(results) + read, "## Coreference\n\n" + COREFERENCE + "\n" + chains + marked,
              "## The project's own cases\n\nWhat `dateline eval` prints.\n\n" + cases]
    return "\n".join(parts)


def targets(results):
    lines = ["## Targets\n", "| set | row | measure | even | odd | script | at least | aim | odd reaches |",
             "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"]
    for name, row, measured, script, least, aim in TARGETS:
        if name not in results:
            continue
        even, odd = (results[name]["rows"][part].get(row, {}).get(measured) for part in PARTS)
        reached = "-" if odd is None else "aim" if aim and odd >= aim else "at least" if odd >= least else f"{least - odd:.3f} short"
        shown = measured.replace("f1", "F1")
        lines.append(f"| {name} | {row} | {shown} | {number(even)} | {number(odd)} | {number(script)} | {number(least)} | {number(aim)} | {reached} |")
    precision = results["polnear"]["rows"]["odd"]["Statement"]["precision"]
    lines.append(f"\nThe row of speech cues asks for a statement precision of 0.900 or more; it is {precision:.3f} on the odd documents.")
    for part, found in results["polnear"]["sure"].items():
        if found:
            least, reached, recall = found
            lines.append(f"From `--min-confidence {least:.2f}` on it is {reached:.3f} on the {part} ones, with {recall:.3f} of the speech cues.")
    lines.append("")
    return "\n".join(lines)


def speed(results):
    lines = ["## Speed\n", "Words of text a second of CPU time, to the thousand: the whole pipeline, with the start of the program.\n",
             "| set | documents | words | words/s |", "| --- | ---: | ---: | ---: |"]
    read = {name: result for name, result in results.items() if result["words"]}
    for name, result in read.items():
        lines.append(f"| {name} | {sum(result['documents'].values())} | {result['words']} | {round(result['words'] / result['seconds'], -3):.0f} |")
    words, seconds = (sum(result[key] for result in read.values()) for key in ("words", "seconds"))
    lines.append(f"| all | {sum(sum(r['documents'].values()) for r in read.values())} | {words} | {round(words / seconds, -3):.0f} |\n")
    return "\n".join(lines)


def set_table(name, result, old):
    n = result["documents"]
    lines = [f"{n['even']} even and {n['odd']} odd documents.\n",
             "| row | even gold | P | R | F1 | interval | odd gold | P | R | F1 | interval | before |",
             "| --- |" + " ---: |" * (COLUMNS - 1)]
    even, odd = (result["rows"][part] for part in PARTS)
    for row in sorted({*even, *odd}):
        cells = [row]
        for x in (even.get(row), odd.get(row)):
            cells += [str(x["gold"]), *(number(x[key]) for key in ("precision", "recall", "f1")), f"{x['low']:.3f}-{x['high']:.3f}"] if x else ["0", *"----"]
        cells.append(old.get((name, row), "-"))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def reliability(results):
    lines = ["## Confidence\n", "Of the facts whose precision is measured, the share that is right, by the confidence they carry: "
             + ", ".join(f"{kind} of {name}" for name, kind in confidence.MEASURED.items()) + ".\n"]
    measured = {name: result["confidence"] for name, result in results.items() if result["confidence"]}
    lines += ["| kind | confidence | even facts | mean | right | odd facts | mean | right |", "| --- | --- |" + " ---: |" * 6]
    pooled = {part: [v for parts in measured.values() for v in parts[part][0]] for part in PARTS}
    groups = [(confidence.MEASURED[name], {part: parts[part][0] for part in PARTS}) for name, parts in measured.items()] + [("all", pooled)]
    for kind, verdicts in groups:
        for cells in zip(*(confidence.buckets(verdicts[part]) for part in PARTS)):
            shown = [f"{n} | {number(mean if n else None)} | {number(right / n if n else None)}" for _, n, right, mean in cells]
            lines.append(f"| {kind} | {cells[0][0]} | " + " | ".join(shown) + " |")
    lines += ["\nWhat `--min-confidence` leaves, on the odd documents: precision / recall.\n",
              "| kind | " + " | ".join(f"{least:.2f}" for least in confidence.CURVE) + " |", "| --- |" + " ---: |" * len(confidence.CURVE)]
    for name, parts in measured.items():
        points = confidence.curve(*parts["odd"])
        lines.append(f"| {confidence.MEASURED[name]} | " + " | ".join(f"{number(p)} / {number(r)}" for _, p, r in points) + " |")
    return "\n".join(lines) + "\n"


INTRODUCTION = """# Accuracy

Written by `make eval`; only the notes under each set are written by hand. Third-party news that stays outside this repository, scored by
the sets' own scorer. Rules, words and weights are tuned on documents whose id hashes even; the odd ones are for reporting. Intervals are the
95% bootstrap over documents, of F1, or of recall where precision is not measured (`-`). `before` is F1 (or recall) on the odd documents
in the last commit.
"""

COREFERENCE = """What `dateline eval --coreference` prints: texts of the project's own whose people, organisations, places and groups were marked before the
program had read them. Chains of one mention are left out, spans are paired by their heads. A pronoun is right when it stands for what most
names and descriptions of its chain stand for.
"""

if __name__ == "__main__":
    main()
