import type { LastShadowRun } from '../../http/schemas/model-decision.ts';
import type { Json } from '../api/call.ts';

type Found = NonNullable<Json<LastShadowRun>['shadowRun']>['found'];

export interface ShadowPoint {
  readonly id: string;
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly isChanged: boolean;
}

/** One target: z of each sample by the model in use and by the candidate. */
export interface ShadowPanel {
  readonly target: string;
  readonly points: readonly ShadowPoint[];
  /** Mean and largest size of after − before; null without a point. */
  readonly shift: { readonly mean: number; readonly largest: number } | null;
}

const targets = ['T21', 'T18', 'T13'] as const;

/** The three targets of a run beside, a point for each sample that both models gave a z. */
export function shadowPanels(found: Found): ShadowPanel[] {
  return targets.map((target) => {
    const points = found.flatMap(({ id, name, comparison }): ShadowPoint[] => {
      const row = comparison?.targets.find((each) => each.target === target);
      if (!row || row.zBefore === null || row.zAfter === null) return [];
      const { zBefore: before, zAfter: after } = row;
      return [{ id, name, before, after, isChanged: row.before !== row.after }];
    });
    return { target, points, shift: shiftOf(points) };
  });
}

function shiftOf(points: readonly ShadowPoint[]): ShadowPanel['shift'] {
  if (points.length === 0) return null;
  const shifts = points.map(({ before, after }) => after - before);
  const mean = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
  return { mean, largest: shifts.reduce((most, shift) => Math.max(most, Math.abs(shift)), 0) };
}

/** One scale for all panels and both axes, whole steps around all points. */
export function shadowScale(panels: readonly ShadowPanel[]): { low: number; high: number } {
  const values = panels.flatMap(({ points }) => points.flatMap((p) => [p.before, p.after]));
  const low = values.reduce((least, value) => Math.min(least, value), -4);
  const high = values.reduce((most, value) => Math.max(most, value), 4);
  return { low: Math.floor(low / 2) * 2, high: Math.ceil(high / 2) * 2 };
}
