import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nextClaimState } from '../../src/casework/claim/claim-state.ts';
import * as eligibilityDecision from '../../src/casework/claim/eligibility-decision-state.ts';
import { nextConsentState } from '../../src/casework/consent/consent-state.ts';
import { nextPregnancyState } from '../../src/casework/pregnancy/pregnancy-state.ts';
import { nextPublicationState } from '../../src/casework/report/publication-state.ts';
import { nextReportState } from '../../src/casework/report/report-state.ts';
import { nextReviewState } from '../../src/casework/review/review-state.ts';
import { nextSequencingRunState } from '../../src/casework/run/sequencing-run-state.ts';
import { nextSpecimenOrderState } from '../../src/casework/specimen/specimen-order-state.ts';
import { allStateMachines } from '../../src/casework/state-machine.ts';
import type { StateTable } from '../../src/casework/state-table.ts';

const page = readFileSync(new URL('../../src/casework/README.md', import.meta.url), 'utf8');
const machines = Object.entries(allStateMachines) as [string, StateTable][];

/** The arrows of the diagram that names a machine. */
function diagramOf(name: string): string[] {
  const block = page.split('```mermaid\n').find((part) => part.includes(`%% ${name}\n`)) ?? '';
  const body = block.slice(0, block.indexOf('```'));
  return body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('-->'));
}

/** The arrows a table should be drawn with. */
function arrowsOf({ states, transitions }: StateTable): string[] {
  const last = states.filter((state) => !transitions.some((row) => row.from === state));
  return [
    `[*] --> ${states[0]}`,
    ...transitions.map((row) => `${row.from} --> ${row.to}: ${row.event}`),
    ...last.map((state) => `${state} --> [*]`),
  ];
}

describe('every state machine', () => {
  it('has one diagram on the page, no more', () => {
    const names = [...page.matchAll(/%% (\S+)/g)].map((match) => match[1]);
    expect(names).toEqual(machines.map(([name]) => name));
  });

  it.each(machines)('%s is drawn exactly as its table says', (name, table) => {
    expect(diagramOf(name)).toEqual(arrowsOf(table));
  });

  it.each(machines)('%s has every state reachable and no doubled arrow', (_name, table) => {
    const reached = new Set([table.states[0]]);
    for (const _round of table.states) {
      for (const row of table.transitions) if (reached.has(row.from)) reached.add(row.to);
    }
    expect([...reached].sort()).toEqual([...table.states].sort());
    const arrows = table.transitions.map((row) => `${row.from} ${row.event}`);
    expect(new Set(arrows).size).toBe(arrows.length);
  });
});

describe('forbidden moves', () => {
  const refused = (detail: string) => ({
    ok: false,
    problem: { kind: 'forbidden-transition', detail },
  });

  it('a withdrawn consent cannot be signed again', () => {
    expect(nextConsentState('WITHDRAWN', 'sign')).toEqual(refused('WITHDRAWN does not allow sign'));
  });

  it('a held specimen cannot enter the laboratory or be reported', () => {
    expect(nextSpecimenOrderState('HELD', 'start-laboratory').ok).toBe(false);
    expect(nextSpecimenOrderState('HELD', 'issue-report').ok).toBe(false);
    expect(nextSpecimenOrderState('HELD', 'release')).toEqual({ ok: true, state: 'RECEIVED' });
  });

  it('a tube is not drawn without consent', () => {
    expect(nextSpecimenOrderState('CREATED', 'draw').ok).toBe(false);
  });

  it('an issued report is amended, never returned or signed again', () => {
    expect(nextReportState('ISSUED', 'return').ok).toBe(false);
    expect(nextReportState('ISSUED', 'sign').ok).toBe(false);
    expect(nextReportState('DRAFT', 'issue').ok).toBe(false);
    expect(nextReportState('REVOKED', 'issue').ok).toBe(false);
    expect(nextReportState('ISSUED', 'amend')).toEqual({ ok: true, state: 'AMENDED' });
  });

  it('a review is decided once, and only after somebody opened it', () => {
    expect(nextReviewState('PENDING', 'approve').ok).toBe(false);
    expect(nextReviewState('NO_CALL', 'approve').ok).toBe(false);
    expect(nextReviewState('RETEST', 'supersede').ok).toBe(false);
    expect(nextReviewState('SUPERSEDED', 'start').ok).toBe(false);
  });

  it('nothing unpulled is acknowledged; repetition changes nothing', () => {
    expect(nextPublicationState('PUBLISHED', 'acknowledge').ok).toBe(false);
    expect(nextPublicationState('ACKED', 'pull')).toEqual({ ok: true, state: 'ACKED' });
    expect(nextPublicationState('ACKED', 'acknowledge')).toEqual({ ok: true, state: 'ACKED' });
  });

  it('a run does not skip its upload, a closed one stays closed', () => {
    expect(nextSequencingRunState('REGISTERED', 'queue').ok).toBe(false);
    expect(nextSequencingRunState('CLOSED', 'queue').ok).toBe(false);
  });

  it('a lost pregnancy cannot start a test; a superseded decision stays so', () => {
    expect(nextPregnancyState('LOST', 'start-nipt').ok).toBe(false);
    expect(eligibilityDecision.nextEligibilityDecisionState('SUPERSEDED', 'find-eligible').ok).toBe(
      false,
    );
  });

  it('a paid or reversed claim is not paid, held or reversed again', () => {
    expect(nextClaimState('PAID', 'pay').ok).toBe(false);
    expect(nextClaimState('PAID', 'hold').ok).toBe(false);
    expect(nextClaimState('REVERSED', 'deduct').ok).toBe(false);
    expect(nextClaimState('IN_STATEMENT', 'reverse').ok).toBe(false);
  });
});
