import { chromosomes, targets } from '../genome/chromosome.ts';
import { median } from '../statistics/median.ts';
import type { ControlSample } from './control-sample.ts';
import type { MeasuredControl } from './measure-control.ts';

/** Cross-fitted |z| of 13, 18 or 21 from which a control is no control. */
const zMax = 5;
const readsMin = 500_000;
const readsShareMin = 0.1;

interface Suspect {
  readonly sample: string;
  readonly reason: string;
}

/** What would spoil a control group, each with the reason that the model records. */
export const suspectControls = {
  /** Controls with fewer than 500 000 reads or a tenth of the group's median. */
  shallow(controls: readonly ControlSample[]): Suspect[] {
    const totals = controls.map(({ reads }) => reads.reduce((sum, count) => sum + count, 0));
    const least = Math.max(readsMin, readsShareMin * median(totals));
    return controls.flatMap(({ name }, i) =>
      totals[i] < least ? { sample: name, reason: `too few reads: ${totals[i]}` } : [],
    );
  },

  /** Controls that look like the very thing to be found. */
  aneuploid(controls: readonly MeasuredControl[], zScores: readonly Float64Array[]): Suspect[] {
    return controls.flatMap(({ control }, i) => {
      const found = targets
        .map(({ chromosome }) => (chromosomes as readonly string[]).indexOf(chromosome))
        .filter((c) => Math.abs(zScores[c][i]) >= zMax)
        .map((c) => `z of chromosome ${chromosomes[c]} is ${zScores[c][i].toFixed(1)}`);
      return found.length > 0 ? { sample: control.name, reason: found.join(', ') } : [];
    });
  },
};
