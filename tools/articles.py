#!/usr/bin/env python3
"""Writes made-up articles of some 400 words as NDJSON, to measure speed and memory: `articles.py COUNT > articles.ndjson`.

The same count gives the same bytes. Sentences come from templates; names, places and days are drawn for each article."""
import json
import random
import sys

FIRST = "Ana Bo Carla Dmitri Eva Farid Grace Hugo Ines Jonas Karim Lena Mia Nikos Olga Paulo Rui Sara Tom Vera".split()
LAST = "Almeida Brandt Costa Duarte Eriksen Fuchs Gomez Holm Ivanova Jensen Kovac Lind Matos Novak Okafor Prado Reis Soto Tanaka Vik".split()
TOWNS = "Oslo Lisbon Vienna Athens Nairobi Lima Seoul Warsaw Dublin Tunis Quito Hanoi".split()
STATES = "Norway Portugal Austria Greece Kenya Peru Poland Ireland Tunisia Ecuador".split()
POSTS = ["foreign minister", "finance minister", "mayor", "governor", "union leader", "police chief", "spokesman", "judge"]
SENTENCES = [
    "{a} met {b} in {t} on {d} to talk about the new railway.",
    "{a}, the {p} of {s}, arrived in {t} by train shortly after noon.",
    "\"We shall not wait any longer,\" {a} told reporters in {t}.",
    "According to {b}, at least {n} people were hurt when a bridge gave way near {t}.",
    "{b} said that {a} would travel to {u} on {d}.",
    "The {p}, {b}, has called for a strike in {t} if the talks fail.",
    "Police in {u} arrested {n} men on {d} after a raid on a warehouse.",
    "{s} and {r} signed an agreement on fishing rights in {t}.",
    "A ceasefire that {a} had proposed was rejected by {b} within hours.",
    "{n} villagers were rescued from the flood by the coast guard of {s}.",
    "It was the first time since last year that {a} and {b} had spoken by telephone.",
    "The court in {u} sentenced {b} to {n} months in prison.",
    "Nobody knows yet who will pay for the repair of the harbour.",
    "He denied that money had changed hands before the vote.",
    "She resigned on {d} and was replaced by {a}.",
    "An aide to {a} said the meeting in {t} had been called off.",
]


def article(number):
    rng = random.Random(number)
    name = lambda: f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    people, towns = [name() for _ in range(4)], rng.sample(TOWNS, 3)
    paragraphs, words = [], 0
    while words < 400:
        chosen = rng.sample(SENTENCES, 3)
        paragraph = " ".join(
            sentence.format(
                a=rng.choice(people[:2]), b=rng.choice(people[2:]), t=towns[0], u=rng.choice(towns[1:]), p=rng.choice(POSTS),
                s=rng.choice(STATES), r=rng.choice(STATES), n=rng.randint(2, 60),
                d=rng.choice("Monday Tuesday Wednesday Thursday Friday".split()))
            for sentence in chosen)
        paragraphs.append(paragraph)
        words += len(paragraph.split())
    return {
        "url": f"https://example.org/made-up/{number}",
        "title": f"{people[0]} in {towns[0]}",
        "published": f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00Z",
        "text": "\n\n".join(paragraphs),
    }


if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        print(json.dumps(article(number)))
