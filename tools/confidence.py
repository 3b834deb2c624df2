"""Which predictions are right, one by one, so that their confidence can be held against the share that is right.

The scorer counts whole sets; here its own matching functions (same triggers, speakers and names, one to one) are asked about
each prediction. `judged` must give the same totals as the scorer, and `accuracy.py` stops when it does not.
"""

import bisect

BOUNDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
CURVE = [0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
MEASURED = {"polnear": "Statement", "wikievents": "Event", "conll04": "RoleHolding"}


def judged(scorer, name, config, docs, golds, preds):
    """Predictions whose precision is measured, as (document, confidence, right), and how many gold lines there are."""
    kind = MEASURED[name]
    rule = config["kinds"][kind]
    verdicts, wanted = [], 0
    for doc in docs:
        gold = [line for line in golds.get(doc["id"], []) if scorer.belongs(line, kind, rule, True)]
        pred = [line for line in preds.get(doc["id"], []) if scorer.belongs(line, kind, rule, False)]
        found, n = ONE_BY_ONE[kind](scorer, doc, pred, gold, rule)
        verdicts += [(doc["id"], line["confidence"], right) for line, right in found]
        wanted += n
    return verdicts, wanted


def statements(scorer, doc, preds, golds, _rule):
    """Right: the cues overlap and a speaker matches."""
    text = doc["text"]

    def speaker(p, g):
        wanted = scorer.args_of(g, "speaker")
        return not wanted or any(scorer.same_mention(text, a, b) for a in scorer.args_of(p, "speaker") for b in wanted)

    def closeness(p, g):
        shared = scorer.overlap(scorer.trigger_of(p), scorer.trigger_of(g))
        same = len(scorer.content_words(text, p) & scorer.content_words(text, g)) if shared else 0
        return 1000 * speaker(p, g) + shared + same if shared else None

    partner = dict(scorer.pair_up(preds, golds, closeness))
    return [
        (p, i in partner and speaker(p, golds[partner[i]]))
        for i, p in enumerate(preds)
        if i in partner or not scorer.ignored(doc, scorer.trigger_of(p))
    ], len(golds)


def events(scorer, doc, preds, golds, rule):
    """Right: the triggers overlap and the classes fit. Only classes that are annotated throughout are judged."""
    classes = set(rule["classes"])
    counts = lambda kind: bool(classes & set(scorer.ancestors(kind, scorer.TREE["classes"])))

    def closeness(p, g):
        shared = scorer.overlap(scorer.trigger_of(p), scorer.trigger_of(g))
        if not shared or not scorer.kind_fits(p["kind"], g):
            return None
        same = 10 * (p["kind"] == g["kind"]) + scorer.matched_args(doc["text"], p, g)
        return 100 * (not g.get("optional")) + same + shared / 1000

    partner = dict(scorer.pair_up(preds, golds, closeness))
    whole = lambda gold: not gold.get("optional") and counts(gold["kind"])
    verdicts = []
    for i, p in enumerate(preds):
        if i in partner:
            verdicts += [(p, True)] if whole(golds[partner[i]]) else []
        elif counts(p["kind"]) and not scorer.ignored(doc, scorer.trigger_of(p)):
            verdicts.append((p, False))
    return verdicts, sum(map(whole, golds))


def role_holdings(scorer, doc, preds, golds, _rule):
    """Right: holder and organization both match. Only those between a marked person and a marked organization are judged."""
    sides = (("holder", ("holder", "member"), "people"), ("organization", ("organization",), "organizations"))

    def fits(p, g):
        same = lambda roles, role: any(
            scorer.same_mention(doc["text"], a, b) for r in roles for a in scorer.args_of(p, r) for b in scorer.args_of(g, role)
        )
        return 1 if all(same(roles, role) for role, roles, _ in sides) else None

    def known(p):
        marked = lambda role, places: any(
            scorer.overlap(scorer.spans_of(a), [place]) for a in scorer.args_of(p, role) for place in doc.get(places, [])
        )
        return all(marked(role, places) for role, _, places in sides)

    right = {i for i, _ in scorer.pair_up(preds, golds, fits)}
    return [(p, i in right) for i, p in enumerate(preds) if i in right or known(p)], len(golds)


ONE_BY_ONE = {"Statement": statements, "Event": events, "RoleHolding": role_holdings}


def buckets(verdicts):
    """[(label, predictions, right, mean confidence)] from the least sure to the surest."""
    cells = [[] for _ in range(len(BOUNDS) + 1)]
    for _, confidence, right in verdicts:
        cells[bisect.bisect_right(BOUNDS, confidence)].append((confidence, right))
    edges = [0.0, *BOUNDS, 1.0]
    labels = [f"{low:.2f} to {high:.2f}" for low, high in zip(edges, edges[1:])]
    return [
        (label, len(cell), sum(right for _, right in cell), sum(c for c, _ in cell) / len(cell) if cell else 0.0)
        for label, cell in zip(labels, cells)
    ]


def curve(verdicts, wanted):
    """[(least confidence, precision, recall)]: what `--min-confidence` leaves."""
    points = []
    for least in CURVE:
        kept = [right for _, confidence, right in verdicts if confidence >= least]
        points.append((least, sum(kept) / len(kept) if kept else None, sum(kept) / wanted if wanted else 0.0))
    return points
