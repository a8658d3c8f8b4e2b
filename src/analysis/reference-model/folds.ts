/**
 * Parts for cross-validation: samples of one batch stay together where batches are known, so that
 * each part is judged by a fit that never saw its batch.
 *
 * Batches (or single samples) are dealt to the part with the fewest samples so far, largest first,
 * ties by name. Shape: one batch name or null per sample, sorted by sample name; a part number out
 * for each.
 * Edge: fewer than `partsMin` batches are no basis; then samples are dealt in turn.
 *
 * @example assignFolds([null, null, null, null], 2) // [0, 1, 0, 1]
 */
export function assignFolds(batches: readonly (string | null)[], parts: number): Int32Array {
  const groups = new Map<string, number[]>();
  batches.forEach((batch, i) => {
    const key = batch === null ? `sample ${i}` : `batch ${batch}`;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  if (groups.size < partsMin || batches.some((batch) => batch === null)) {
    return Int32Array.from(batches, (_, i) => i % parts);
  }
  const sizes = new Array<number>(Math.min(parts, groups.size)).fill(0);
  const folds = new Int32Array(batches.length);
  const ordered = [...groups].sort(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : Number(a > b)),
  );
  for (const [, members] of ordered) {
    const part = sizes.indexOf(Math.min(...sizes));
    for (const i of members) folds[i] = part;
    sizes[part] += members.length;
  }
  return folds;
}

const partsMin = 3;
