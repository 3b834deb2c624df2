#!/usr/bin/env python3
"""Writes what Python spaCy makes of our own paragraphs and of many odd shapes made from them.

    make_gold.py MODEL gold.jsonl            the committed file: paragraphs.txt, then the shapes
    make_gold.py MODEL out.jsonl FILE...     the paragraphs of other files (text, or JSON strings in .jsonl)
    make_gold.py MODEL out.jsonl --fuzz N    N random texts: pieces of words, punctuation, spaces and other scripts

MODEL is a spaCy model: a directory or a wheel. One line a text: tokens as start, end (code points), tag, part of speech, lemma, head, arc
label, sentence start; names as first token, end, label. Needs spaCy 3.8.
"""
import json
import random
import re
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent

NAMES = ["Владимир Шевченко", "Ολγα Παπαδάκη", "محمد العريبي", "李文华", "김민준", "अनिल शर्मा", "Nguyễn Thị Hạnh", "Łukasz Żółć", "Øyvind Ångström", "Þórdís Björnsdóttir",
         "O'Hanlon-Ng", "D’Angelo", "José María Núñez", "MacIntyre", "van der Berg", "al-Hashimi", "Zoë", "Beyoncé", "İsmail", "שרה לוי", "ნინო", "さくら"]
NUMBERS = ["11.32am", "7:05 p.m.", "3-2", "$1.2bn", "€30,000", "£5m", "US$40", "10%", "20km/h", "5kg", "-3C", "1/2", "2,157", "1990s", "'90s", "24/7", "No. 10", "3.14.15", "#1", "4th",
           "12°C.", "16:00GMT", "1.", "(2)", "IV", "½", "10²", "٣٤", "+44 20 7946 0000", "$5", "5$", "100K", "3x", "B4027", "9/11", "7-year-old", "1,000,000.50", "2nd-3rd", "50/50", "c.1850"]
LINKS = ["https://example.org/a?b=c#d", "www.example.com", "news.example.co.uk/live/2025", "someone@example.net", "@desk", "#breaking", "http://10.1.2.3:8080/", "example.com.", "(example.org)",
         "ftp://files.example.org", "user_name@sub.example.info,", "mailto:a.b@example.io", "C:\\news\\a.txt", "/var/tmp", "a.b.c", "e.g.this", "end.Start", "and/or", "x=y", "foo:bar"]
FACES = [":)", ":-)", ":(", ";-)", ":D", "<3", "^_^", "¯\\_(ツ)_/¯", ":'(", ":o", "=D", "XD", "8-)", ":P", ":/", "(:", ">:(", "-_-", "o.O", "(╯°□°)╯︵┻━┻", "♥", "🙂", "👍🏽", "🇺🇦", ":-)))", ": )"]
CONTRACTIONS = ["don't", "don’t", "DON'T", "dont", "can't've", "she'd've", "y'all", "gonna", "gotta", "lemme", "cannot", "ain't", "o'clock", "ma'am", "'em", "'Cause", "let's", "it's", "IT'S", "who'll",
                "Trump's", "the Joneses'", "rock'n'roll", "goin'", "ol'", "nothin'", "c'mon", "shan't", "won't", "mightn't", "I'm", "i'd", "we're", "how's", "there's", "that'll", "wanna", "n't", "'s", "Ph.D.", "a.m.", "U.S.", "e.g.", "Mr.", "St.", "vs.", "Inc.", "Jan.", "U.K.-based", "p.m", "D.C.", "Gen.", "No.", "etc."]
MARKS = ["...", "…", "!!!", "?!", "--", "---", "—", "–", "“", "”", "‘", "’", "«", "»", "(", ")", "[", "]", "{", "}", ";", ":", "/", "\\", "*", "_", "~", "&", "•", "§", "|", "<", ">", "=", "+", "''", "``", "\"", "'", "°", "%", "€", "₹", "¿", "。", "、", "،", "™", "©", "→"]
SPACES = [" ", " ", " ", " ", "  ", "\t", "\u00a0", "\n", "\n\n", " \n ", "\u2009", "\u200b", "\r\n", "\u3000", ""]


def shapes(paragraphs):
    """Texts in many shapes, always the same ones."""
    rng = random.Random(20250815)
    pick = lambda n: rng.sample(paragraphs, n)
    yield from ["", " ", "\n", "   ", "Yes", "Updated", "LIVE", ".", "\"", "-", "—", "'", "1", "US", "I", "a", ":)", "...", "Why?", "https://example.org", "\u200b", "é", "x" * 150, "Mr.", " Hello", "Hello ", "Hello  "]
    curly = lambda t: re.sub(r"(\w)'", r"\1’", re.sub(r'"([^"]*)"', r"“\1”", t))
    for t in pick(14):
        yield curly("\"" + t.rstrip(".") + ",\" he said.")
    for t in [p for p in paragraphs if '"' in p or "'" in p][:14]:
        yield curly(t)
    for t in pick(8):
        yield t.upper()
    for t in pick(8):
        yield t.title()
    for t in pick(6):
        yield t.lower().rstrip(".")
    for t in pick(8):
        yield t.replace(", ", rng.choice([" — ", " – ", "—", " - ", "-- "]))
    for t in pick(6):
        yield " ".join(t.split()[: rng.randint(1, 6)])
    for t in pick(6):
        yield rng.choice(SPACES[4:]).join(t.split())
    for t in pick(4):
        yield "".join(w + rng.choice(SPACES) for w in t.split())
    for t in pick(4):
        yield t + " " + rng.choice(paragraphs) + "\n" + rng.choice(paragraphs)
    for t in pick(4):
        yield t.replace(" ", "")[:90]

    def insert(t, piece):
        words = t.split()
        words.insert(rng.randint(0, len(words)), piece)
        return " ".join(words)

    for pieces in (NAMES, NUMBERS, LINKS, FACES, CONTRACTIONS, MARKS):
        for piece in pieces:
            t = rng.choice(paragraphs)
            yield insert(" ".join(t.split()[:9]), piece)
    for _ in range(40):
        yield scramble(rng, paragraphs)


def scramble(rng, paragraphs):
    """A random text of pieces, some of them glued together."""
    out = ""
    for _ in range(rng.randint(1, 12)):
        kind = rng.random()
        if kind < 0.4:
            piece = rng.choice(rng.choice(paragraphs).split())
        else:
            piece = rng.choice(rng.choice((NAMES, NUMBERS, LINKS, FACES, CONTRACTIONS, MARKS)))
        if rng.random() < 0.3:
            piece = rng.choice(MARKS) + piece
        if rng.random() < 0.3:
            piece += rng.choice(MARKS)
        if rng.random() < 0.05:
            piece = piece.upper()
        out += piece + (rng.choice(SPACES) if rng.random() < 0.75 else "")
    return out


def row(doc):
    tokens = [[t.idx, t.idx + len(t.text), t.tag_, t.pos_, t.lemma_, t.head.i, t.dep_, int(bool(t.is_sent_start))] for t in doc]
    return {"text": doc.text, "tokens": tokens, "names": [[e.start, e.end, e.label_] for e in doc.ents]}


def main():
    model, out, *rest = sys.argv[1:]
    own = (HERE / "paragraphs.txt").read_text(encoding="utf-8").splitlines()
    if rest[:1] == ["--fuzz"]:
        rng = random.Random(int(rest[2]) if len(rest) > 2 else 1)
        texts = [scramble(rng, own) for _ in range(int(rest[1]))]
    elif rest:
        texts = []
        for name in rest:
            lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
            texts += [json.loads(l) for l in lines] if name.endswith(".jsonl") else [l for l in lines if l.strip()]
    else:
        texts = own + list(shapes(own))
    texts = list(dict.fromkeys(texts))
    import spacy

    with tempfile.TemporaryDirectory() as folder:
        if Path(model).is_file():
            zipfile.ZipFile(model).extractall(folder)
            model = min((p.parent for p in Path(folder).rglob("tokenizer")), key=lambda p: len(p.parts))
        nlp = spacy.load(model)
    with open(out, "w", encoding="utf-8") as file:
        for doc in nlp.pipe(texts, batch_size=64):
            file.write(json.dumps(row(doc), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(texts)} texts", file=sys.stderr)


if __name__ == "__main__":
    main()
