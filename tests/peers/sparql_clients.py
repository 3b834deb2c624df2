"""Clients that were written elsewhere, put to a running `dateline serve`: `sparql_clients.py http://127.0.0.1:7878 TOKEN`.

Each prints a line; the program ends with 1 when one of them does not get what it should. A server started without a token is
given no TOKEN; the clients that write are then left out.
"""

import json
import shutil
import subprocess
import sys
import urllib.parse

import pyoxigraph
from openapi_spec_validator import validate
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

ROOT = sys.argv[1].rstrip("/")
TOKEN = sys.argv[2] if len(sys.argv) > 2 else None
ENDPOINT = ROOT + "/sparql"
ROWS = "SELECT ?a ?b WHERE { ?a <https://w3id.org/dateline/ns#meets> ?b } ORDER BY ?a ?b"
TRIPLES = "CONSTRUCT { ?a <https://e.org/met> ?b } WHERE { ?a <https://w3id.org/dateline/ns#meets> ?b }"
FAILED = []


def check(name, given, expected):
    """Tells whether a client got what it should."""
    if given != expected:
        FAILED.append(name)
    print(f"{'ok' if given == expected else 'FAILED'}: {name}: {given!r}" + ("" if given == expected else f", expected {expected!r}"))


def wrapper(query, form, method=None, request=None):
    """An answer by SPARQLWrapper."""
    client = SPARQLWrapper(ENDPOINT)
    client.setQuery(query)
    client.setReturnFormat(form)
    if method:
        client.setMethod(method)
    if request:
        client.setRequestMethod(request)
    return client.query().convert()


def curl(*arguments):
    """What curl prints, and the type that it tells."""
    done = subprocess.run(["curl", "-sS", "-w", "\n%{content_type} %{http_code}", *arguments], capture_output=True, text=True, check=True)
    body, _, told = done.stdout.rpartition("\n")
    return body, told


def main():
    """Runs every client."""
    rows = wrapper(ROWS, JSON)["results"]["bindings"]
    count = len(rows)
    check("SPARQLWrapper, JSON, has rows", count > 0, True)
    check("SPARQLWrapper, JSON by POST form", len(wrapper(ROWS, JSON, POST)["results"]["bindings"]), count)
    check("SPARQLWrapper, JSON by direct POST", len(wrapper(ROWS, JSON, POST, POSTDIRECTLY)["results"]["bindings"]), count)
    check("SPARQLWrapper, XML", len(wrapper(ROWS, XML).getElementsByTagName("result")), count)
    check("SPARQLWrapper, CSV", len(wrapper(ROWS, CSV).decode().strip().splitlines()) - 1, count)
    check("SPARQLWrapper, TSV", len(wrapper(ROWS, TSV).decode().strip().splitlines()) - 1, count)
    check("SPARQLWrapper, Turtle", len(Graph().parse(data=wrapper(TRIPLES, TURTLE), format="turtle")), count)
    check("SPARQLWrapper, RDF/XML", len(wrapper(TRIPLES, RDFXML)), count)
    check("SPARQLWrapper, ASK", wrapper("ASK { ?s ?p ?o }", JSON)["boolean"], True)

    store = Graph(SPARQLStore(ENDPOINT))
    check("rdflib SPARQLStore, query", len(list(store.query(ROWS))), count)
    check("rdflib SPARQLStore, triples", len(list(store.triples((None, URIRef("https://w3id.org/dateline/ns#meets"), None)))), count)

    federated = pyoxigraph.Store().query(f"SELECT * WHERE {{ SERVICE <{ENDPOINT}> {{ {ROWS} }} }}")
    check("pyoxigraph, SERVICE", len(list(federated)), count)

    for media, form in [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ]:
        body, told = curl("-G", ENDPOINT, "--data-urlencode", "query=" + TRIPLES, "-H", "Accept: " + media)
        check(f"curl, {media}, type", (told.split(";")[0].split()[0], told.split()[-1]), (media, "200"))
        dataset = Dataset()
        dataset.parse(data=body, format=form)
        check(f"curl, {media}, read by rdflib", len(list(dataset.quads())), count)
    for media in ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values", "text/html"]:
        _, told = curl("-G", ENDPOINT, "--data-urlencode", "query=" + ROWS, "-H", "Accept: " + media)
        check(f"curl, {media}, type", (told.split(";")[0].split()[0], told.split()[-1]), (media, "200"))
    _, told = curl("-G", ENDPOINT, "--data-urlencode", "query=" + ROWS, "-H", "Accept: image/png")
    check("curl, image/png", told.split()[-1], "406")

    thing = rows[0]["a"]["value"]
    described, _ = curl("-G", ROOT + "/id", "--data-urlencode", "iri=" + thing, "-H", "Accept: text/turtle")
    check("rdflib reads a thing's Turtle", URIRef(thing) in set(Graph().parse(data=described, format="turtle").subjects()), True)
    described, _ = curl(ENDPOINT, "-H", "Accept: text/turtle")
    endpoint = URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    check("rdflib reads the service description", list(Graph().parse(data=described, format="turtle").objects(None, endpoint)), [URIRef(ENDPOINT)])

    api, _ = curl(ROOT + "/openapi.json")
    validate(json.loads(api))
    check("openapi-spec-validator", "valid", "valid")

    if shutil.which("comunica-sparql"):
        done = subprocess.run(["comunica-sparql", f"sparql@{ENDPOINT}", ROWS, "-t", "application/sparql-results+json"], capture_output=True, text=True, check=False)
        check("Comunica", len(json.loads(done.stdout or "{}").get("results", {}).get("bindings", [])), count)
    else:
        print("skipped: Comunica is not installed (npm install --global @comunica/query-sparql@3)")

    if TOKEN:
        writer = SPARQLUpdateStore(ENDPOINT, ENDPOINT, headers={"Authorization": "Bearer " + TOKEN})
        graph = Graph(writer, identifier=URIRef("https://e.org/peer"))
        graph.add((URIRef("https://e.org/a"), URIRef("https://e.org/b"), URIRef("https://e.org/c")))
        check("rdflib SPARQLUpdateStore, add", len(graph), 1)
        graph.remove((None, None, None))
        check("rdflib SPARQLUpdateStore, remove", len(graph), 0)
        address = ROOT + "/store?graph=" + urllib.parse.quote("https://e.org/curl", safe="")
        bearer = ["-H", "Authorization: Bearer " + TOKEN]
        _, told = curl("-X", "PUT", address, "-H", "Content-Type: text/turtle", "--data-binary", "<https://e.org/a> a <https://e.org/B> .", *bearer)
        check("curl puts a graph", told.split()[-1], "201")
        _, told = curl("-X", "DELETE", address, *bearer)
        check("curl deletes a graph", told.split()[-1], "204")
    sys.exit(1 if FAILED else 0)


main()
