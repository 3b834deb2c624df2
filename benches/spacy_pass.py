"""Runs spaCy's full pipeline over the texts once for each line on stdin, and answers with the CPU seconds it took.

    spacy_pass.py FOLDER TEXTS

FOLDER holds an unpacked model, at any depth; TEXTS is one text a line, or JSON strings in a .jsonl.
"""
import json
import sys
import time
from pathlib import Path

import spacy

folder = min((p.parent for p in Path(sys.argv[1]).rglob("tokenizer")), key=lambda p: len(p.parts))
lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
texts = [json.loads(l) for l in lines] if sys.argv[2].endswith(".jsonl") else lines
nlp = spacy.load(folder)
for _ in sys.stdin:
    start = time.process_time()
    for doc in nlp.pipe(texts):
        pass
    print(time.process_time() - start, flush=True)
