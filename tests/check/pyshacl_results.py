"""Validates graphs with pyshacl and prints one JSON line a graph: its results as sorted lists of four texts.

usage: pyshacl_results.py SHAPES ONTOLOGY GRAPH...
"""

import json
import sys

import rdflib

rdflib.NORMALIZE_LITERALS = False
import pyshacl  # noqa: E402  after the switch above

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def text(node):
    """A node as N-Triples; blank nodes, whose names mean nothing, as an underscore."""
    if node is None:
        return ""
    return "_" if isinstance(node, rdflib.BNode) else node.n3()


def results(graph, shapes, ontology):
    """Focus node, path, value and constraint component of every result."""
    data = rdflib.Graph().parse(graph, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none")
    found = []
    # Results at the top only: those below sh:detail explain another result.
    for report_node in report.subjects(rdflib.RDF.type, SH.ValidationReport):
        for result in report.objects(report_node, SH.result):
            found.append(
                [
                    text(report.value(result, SH.focusNode)),
                    text(report.value(result, SH.resultPath)),
                    text(report.value(result, SH.value)),
                    str(report.value(result, SH.sourceConstraintComponent)).rsplit("#")[-1],
                ]
            )
    return sorted(found)


def main():
    shapes, ontology, *graphs = sys.argv[1:]
    shapes = rdflib.Graph().parse(shapes)
    ontology = rdflib.Graph().parse(ontology)
    for graph in graphs:
        print(json.dumps(results(graph, shapes, ontology)))


if __name__ == "__main__":
    main()
