import { chromosomes } from './chromosome.ts';

export const assemblyNames = ['GRCh37', 'GRCh38', 'T2T-CHM13v2.0'] as const;

/** A genome build. The word *reference* stays free for reference models. */
export type AssemblyName = (typeof assemblyNames)[number];

/**
 * Length of 1–22, X, Y in bases, in the order of `chromosomes`.
 * Source: the assembly reports of GCF_000001405.13, GCF_000001405.26 and GCF_009914755.1.
 */
const chromosomeLengths: Record<AssemblyName, readonly number[]> = {
  GRCh37: [
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022,
    141213431, 135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210,
    78077248, 59128983, 63025520, 48129895, 51304566, 155270560, 59373566,
  ],
  GRCh38: [
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636,
    138394717, 133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441,
    80373285, 58617616, 64444167, 46709983, 50818468, 156040895, 57227415,
  ],
  'T2T-CHM13v2.0': [
    248387328, 242696752, 201105948, 193574945, 182045439, 172126628, 160567428, 146259331,
    150617247, 134758134, 135127769, 133324548, 113566686, 101161492, 99753195, 96330374, 84276897,
    80542538, 61707364, 66210255, 45090682, 51324926, 154259566, 62460029,
  ],
};

/** Lengths of the 24 chromosomes of an assembly, bases, in the order of `chromosomes`. */
export function lengthsOf(assembly: AssemblyName): readonly number[] {
  return chromosomeLengths[assembly];
}

/** Whether a text names one of the three assemblies Banyan knows. */
export function isAssemblyName(name: string): name is AssemblyName {
  return (assemblyNames as readonly string[]).includes(name);
}

/**
 * Which chromosome a contig's name may mean: `chr21`, `21`, `NC_000021.9` and `NC_060945.1` are 21.
 * The name alone proves nothing; `matchContigs` also asks for the length.
 *
 * Edge: -1 for every other contig (unplaced, decoy, mitochondrial).
 *
 * @example chromosomeIndexOfContig('chr21') // 20
 * @example chromosomeIndexOfContig('NC_000023.11') // 22
 * @example chromosomeIndexOfContig('chrM') // -1
 */
export function chromosomeIndexOfContig(contigName: string): number {
  const refSeq = /^NC_0{4}(\d\d)\.\d+$/.exec(contigName);
  if (refSeq) return withinGenome(Number(refSeq[1]) - 1);
  const chm13 = /^NC_0609(\d\d)\.\d+$/.exec(contigName);
  if (chm13) return withinGenome(Number(chm13[1]) - 25);
  return (chromosomes as readonly string[]).indexOf(contigName.replace(/^chr/, ''));
}

function withinGenome(chromosomeIndex: number): number {
  return chromosomeIndex < chromosomes.length ? chromosomeIndex : -1;
}
