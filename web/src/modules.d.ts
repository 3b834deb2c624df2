declare module 'virtual:ontology' {
  const terms: import('../tools/embed.ts').OntologyTerm[];
  export default terms;
}
