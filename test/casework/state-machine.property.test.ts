import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allStateMachines } from '../../src/casework/state-machine.ts';
import { nextState, type StateTable } from '../../src/casework/state-table.ts';

const machines = Object.entries(allStateMachines) as [string, StateTable][];

/** States visited by a sequence of events; a refused event stays where it is. */
function walk(table: StateTable, events: readonly string[]): string[] {
  const visited = [table.states[0]];
  for (const event of events) {
    const next = nextState(table, visited.at(-1) as string, event);
    if (next.ok) visited.push(next.state);
  }
  return visited;
}

function eventsOf(table: StateTable): fc.Arbitrary<string[]> {
  const known = [...new Set(table.transitions.map((row) => row.event))];
  const event = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.string() },
  );
  return fc.array(event, { maxLength: 40 });
}

describe('no event sequence leaves the state table', () => {
  it.each(machines)('%s', (_name, table) => {
    fc.assert(
      fc.property(eventsOf(table), (events) => {
        const visited = walk(table, events);
        expect(visited.every((state) => table.states.includes(state))).toBe(true);
        for (let i = 1; i < visited.length; i++) {
          const arrow = table.transitions.some(
            (row) => row.from === visited[i - 1] && row.to === visited[i],
          );
          expect(arrow).toBe(true);
        }
      }),
    );
  });
});

describe('claims', () => {
  const table: StateTable = allStateMachines.claim;

  it('never reach the ledger, a statement or payment without the deduction', () => {
    fc.assert(
      fc.property(eventsOf(table), (events) => {
        const visited = walk(table, events);
        const deducted = visited.indexOf('DEDUCTED');
        for (const later of ['LEDGERED', 'IN_STATEMENT', 'PAID', 'CLOSED']) {
          const place = visited.indexOf(later);
          if (place >= 0) expect(deducted >= 0 && deducted < place).toBe(true);
        }
      }),
    );
  });

  it('are paid at most once', () => {
    fc.assert(
      fc.property(eventsOf(table), (events) => {
        expect(walk(table, events).filter((state) => state === 'PAID').length).toBeLessThan(2);
      }),
    );
  });
});

describe('specimen orders', () => {
  const table: StateTable = allStateMachines['specimen-order'];

  it('are reported only when analysed since they were last held', () => {
    fc.assert(
      fc.property(eventsOf(table), (events) => {
        const visited = walk(table, events);
        const reported = visited.findIndex((state) => /^(REPORTED|NO_CALL_FINAL)$/.test(state));
        if (reported >= 0) {
          expect(visited[reported - 1]).toBe('ANALYSED');
          expect(visited.lastIndexOf('IN_LAB')).toBeGreaterThan(visited.lastIndexOf('HELD'));
        }
      }),
    );
  });
});
