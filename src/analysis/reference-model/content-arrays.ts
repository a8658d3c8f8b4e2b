import { failure, type Result, success } from '../data-problem.ts';
import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { referenceBins } from '../normalise/bin-residuals.ts';
import { createExpectedProfile } from '../normalise/expected-profile.ts';
import { isReferenceAutosome } from '../normalise/genome-windows.ts';
import { familyCount } from '../normalise/noise-families.ts';
import { groupWindows } from '../normalise/window-residuals.ts';
import type { NamedArrays } from './array-file.ts';
import type { ModelContent } from './reference-model.ts';

const noiseColumns = 5;
const xIndex = autosomeCount;
const yIndex = autosomeCount + 1;

/** A model's content as flat arrays, for model.bin. */
export function arraysOf(content: ModelContent): NamedArrays {
  const { profile, noise, autosomes, ncv, regression, sexChromosomes } = content;
  const { fetalFractionProfile, fragmentLengths } = content;
  return {
    expected: profile.expected,
    gc: profile.gc,
    noiseShape: Int32Array.of(noise.scale, noise.componentCount),
    noiseGroupMean: noise.groupMean,
    noiseLoadings: noise.loadings,
    autosomeNoise: Float64Array.from(
      autosomes.flatMap((entry) => [
        ...[entry.intercept, entry.totalVariance, entry.overdispersion],
        ...[entry.fraction.mean, entry.fraction.standardDeviation],
      ]),
    ),
    autosomeCoefficients: joined(autosomes.map((entry) => entry.coefficients)),
    autosomeScoreMeans: joined(autosomes.map((entry) => entry.scoreMeans)),
    autosomeInverse: joined(autosomes.map((entry) => entry.inverse)),
    autosomeScoreNoise: Float64Array.from(autosomes, (entry) => entry.scoreNoise),
    ncvMembers: Int32Array.from(
      ncv.flatMap((template) =>
        Array.from({ length: autosomeCount }, (_, c) => Number(template?.denominators.includes(c))),
      ),
    ),
    ncvSpread: Float64Array.from(
      ncv.flatMap((template) => [template?.mean ?? 0, template?.standardDeviation ?? 0]),
    ),
    regressionCoefficients: joined(regression.map((entry) => entry.coefficients)),
    regressionSpread: Float64Array.from(
      regression.flatMap((entry) => [entry.intercept, entry.standardDeviation]),
    ),
    ...(sexChromosomes && {
      xExpected: sexChromosomes.chrX.expected,
      xCoefficients: sexChromosomes.chrX.coefficients,
      yBackground: sexChromosomes.chrY.background,
      ySlope: sexChromosomes.chrY.slope,
      sexSpread: Float64Array.of(
        sexChromosomes.chrX.intercept,
        sexChromosomes.chrX.overdispersion,
        sexChromosomes.chrY.strayVariance,
        sexChromosomes.girlDeviation,
      ),
    }),
    ...(fetalFractionProfile && {
      fetalFractionWeights: fetalFractionProfile.weights,
      fetalFractionSpread: Float64Array.of(
        fetalFractionProfile.intercept,
        fetalFractionProfile.modelVariance,
        fetalFractionProfile.slopeVariance,
        fetalFractionProfile.centre,
        fetalFractionProfile.trainingCount,
      ),
    }),
    ...(fragmentLengths && {
      fragmentLengths: Float64Array.of(
        fragmentLengths.offset,
        fragmentLengths.slope,
        fragmentLengths.errorVariance,
        fragmentLengths.slopeVariance,
        fragmentLengths.centre,
        fragmentLengths.trainingCount,
      ),
    }),
  };
}

/**
 * Puts a model's content together again; arrays that do not fit each other are `model-malformed`.
 */
export function contentOfArrays(arrays: NamedArrays, grid: BinGrid): Result<ModelContent> {
  try {
    return success(assemble(arrays, grid));
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return failure({ kind: 'model-malformed', detail: error.message });
  }
}

class ShapeError extends Error {}

function assemble(arrays: NamedArrays, grid: BinGrid): ModelContent {
  const f64 = (name: string, length: number) => take({ arrays, name, length }, Float64Array);
  const [scale, width] = take({ arrays, name: 'noiseShape', length: 2 }, Int32Array);
  if (!(scale >= 1 && width >= 0)) throw new ShapeError('noiseShape holds no shape');
  const profile = createExpectedProfile(grid, {
    expected: f64('expected', grid.binCount),
    gc: f64('gc', grid.binCount),
  });
  const groups = groupWindows(profile.windows, scale, isReferenceAutosome);
  const loadingCount = familyCount * width * groups.count;
  const indices = Array.from({ length: autosomeCount }, (_, c) => c);
  const table = f64('autosomeNoise', autosomeCount * noiseColumns);
  const coefficients = split(f64('autosomeCoefficients', autosomeCount * width), width);
  const means = split(f64('autosomeScoreMeans', autosomeCount * width), width);
  const inverses = split(f64('autosomeInverse', autosomeCount * width * width), width * width);
  const scoreNoise = f64('autosomeScoreNoise', autosomeCount);
  const members = take({ arrays, name: 'ncvMembers', length: autosomeCount ** 2 }, Int32Array);
  const ncvSpread = f64('ncvSpread', 2 * autosomeCount);
  const slopes = split(f64('regressionCoefficients', autosomeCount ** 2), autosomeCount);
  const spread = f64('regressionSpread', 2 * autosomeCount);
  return {
    profile,
    groups,
    noise: {
      scale,
      componentCount: width,
      groupMean: f64('noiseGroupMean', groups.count),
      loadings: take({ arrays, name: 'noiseLoadings', length: loadingCount }, Float32Array),
    },
    autosomes: indices.map((c) => ({
      intercept: table[c * noiseColumns],
      totalVariance: table[c * noiseColumns + 1],
      overdispersion: table[c * noiseColumns + 2],
      fraction: {
        mean: table[c * noiseColumns + 3],
        standardDeviation: table[c * noiseColumns + 4],
      },
      coefficients: coefficients[c],
      scoreMeans: means[c],
      inverse: inverses[c],
      scoreNoise: scoreNoise[c],
    })),
    ncv: indices.map((c) => {
      const denominators = indices.filter((d) => members[c * autosomeCount + d] === 1);
      if (denominators.length === 0) return null;
      return { denominators, mean: ncvSpread[2 * c], standardDeviation: ncvSpread[2 * c + 1] };
    }),
    regression: indices.map((c) => ({
      intercept: spread[2 * c],
      standardDeviation: spread[2 * c + 1],
      coefficients: slopes[c],
    })),
    ...sexesOf(arrays, { grid, width }),
    ...profileOf(arrays, referenceBins(profile).length),
    ...fragmentsOf(arrays),
  };
}

function sexesOf(
  arrays: NamedArrays,
  { grid, width }: { grid: BinGrid; width: number },
): Pick<ModelContent, 'sexChromosomes'> {
  if (!Object.hasOwn(arrays, 'sexSpread')) return { sexChromosomes: null };
  const f64 = (name: string, length: number) => take({ arrays, name, length }, Float64Array);
  const sizes = [xIndex, yIndex].map((c) => binRange(grid, c).end - binRange(grid, c).start);
  const [intercept, overdispersion, strayVariance, girlDeviation] = f64('sexSpread', 4);
  const used = arrays.xCoefficients?.length === 0 ? 0 : width;
  return {
    sexChromosomes: {
      girlDeviation,
      chrX: {
        expected: f64('xExpected', sizes[0]),
        coefficients: f64('xCoefficients', used),
        intercept,
        overdispersion,
      },
      chrY: {
        background: f64('yBackground', sizes[1]),
        slope: f64('ySlope', sizes[1]),
        strayVariance,
      },
    },
  };
}

function profileOf(
  arrays: NamedArrays,
  binCount: number,
): Pick<ModelContent, 'fetalFractionProfile'> {
  if (!Object.hasOwn(arrays, 'fetalFractionSpread')) return { fetalFractionProfile: null };
  const f64 = (name: string, length: number) => take({ arrays, name, length }, Float64Array);
  const spread = f64('fetalFractionSpread', 5);
  const [intercept, modelVariance, slopeVariance, centre, trainingCount] = spread;
  const weights = f64('fetalFractionWeights', binCount);
  const variances = { modelVariance, slopeVariance };
  return { fetalFractionProfile: { intercept, weights, ...variances, centre, trainingCount } };
}

/** Absent from the models of single-end reads, and from those made before fragments were used. */
function fragmentsOf(arrays: NamedArrays): Pick<ModelContent, 'fragmentLengths'> {
  const name = 'fragmentLengths';
  if (!Object.hasOwn(arrays, name)) return { fragmentLengths: null };
  const line = take({ arrays, name, length: 6 }, Float64Array);
  const [offset, slope, errorVariance, slopeVariance, centre, trainingCount] = line;
  const variances = { errorVariance, slopeVariance };
  return { fragmentLengths: { offset, slope, ...variances, centre, trainingCount } };
}

function take<T extends Float64Array | Float32Array | Int32Array>(
  wanted: { readonly arrays: NamedArrays; readonly name: string; readonly length: number },
  kind: new (length: number) => T,
): T {
  const { arrays, name, length } = wanted;
  const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
  if (!(array instanceof kind) || array.length !== length) {
    throw new ShapeError(`${name} of model.bin is missing or has another length`);
  }
  return array as T;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part)));
}

function split(array: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: autosomeCount }, (_, c) => array.slice(c * width, (c + 1) * width));
}
