import type { Resource } from './phenopacket-types.ts';

/** The ontologies in use, by the prefix of their identifiers. */
const resources: Readonly<Record<string, Resource>> = {
  LOINC: resource('LOINC', 'Logical Observation Identifiers Names and Codes', {
    url: 'https://loinc.org',
    iriPrefix: 'https://loinc.org/',
  }),
  MONDO: resource('MONDO', 'Mondo Disease Ontology', {
    url: 'http://purl.obolibrary.org/obo/mondo.obo',
    iriPrefix: 'http://purl.obolibrary.org/obo/MONDO_',
  }),
  SO: resource('SO', 'Sequence types and features ontology', {
    url: 'http://purl.obolibrary.org/obo/so.obo',
    iriPrefix: 'http://purl.obolibrary.org/obo/SO_',
  }),
  UBERON: resource('UBERON', 'Uber-anatomy ontology', {
    url: 'http://purl.obolibrary.org/obo/uberon.obo',
    iriPrefix: 'http://purl.obolibrary.org/obo/UBERON_',
  }),
  UCUM: resource('UCUM', 'Unified Code for Units of Measure', {
    url: 'https://ucum.org',
    iriPrefix: 'https://ucum.org/',
  }),
};

/** One resource for each ontology that a message uses, and no other. */
export function resourcesOf(message: unknown): Resource[] {
  return [...prefixesIn(message)].sort(byText).map((prefix) => {
    const found = resources[prefix];
    if (found === undefined) throw new Error(`no resource describes ${prefix}`);
    return found;
  });
}

/** The prefixes of all ontology classes: objects with an identifier and a label. */
function prefixesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  const prefix = 'id' in value && 'label' in value ? /^([A-Z]+):/.exec(String(value.id)) : null;
  if (prefix) found.add(prefix[1]);
  for (const inner of Object.values(value)) prefixesIn(inner, found);
  return found;
}

function resource(
  namespacePrefix: string,
  name: string,
  { url, iriPrefix }: { url: string; iriPrefix: string },
): Resource {
  // The few terms used are old and stable; no release of the ontology is claimed.
  const version = 'not recorded';
  return { id: namespacePrefix.toLowerCase(), name, url, version, namespacePrefix, iriPrefix };
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}
