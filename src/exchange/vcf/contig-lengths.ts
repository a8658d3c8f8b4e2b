/**
 * Lengths of the three target chromosomes, bases, by genome build. A test holds them to those of
 * `analysis/genome`, of which this room knows types only.
 */
export const contigLengths: Readonly<Record<string, Readonly<Record<'13' | '18' | '21', number>>>> =
  {
    GRCh37: { '13': 115_169_878, '18': 78_077_248, '21': 48_129_895 },
    GRCh38: { '13': 114_364_328, '18': 80_373_285, '21': 46_709_983 },
    'T2T-CHM13v2.0': { '13': 113_566_686, '18': 80_542_538, '21': 45_090_682 },
  };
