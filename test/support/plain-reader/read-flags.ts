/** Bits of a BAM record's FLAG. Source: SAM/BAM specification, section 1.4 (2024-11-06). */
export const readFlag = {
  paired: 0x1,
  properPair: 0x2,
  unmapped: 0x4,
  reverse: 0x10,
  mateReverse: 0x20,
  firstMate: 0x40,
  secondMate: 0x80,
  secondary: 0x100,
  qcFail: 0x200,
  duplicate: 0x400,
  supplementary: 0x800,
} as const;

/** Reads that never count: unmapped, secondary, supplementary, QC-fail. */
export const droppedFlags =
  readFlag.unmapped | readFlag.secondary | readFlag.supplementary | readFlag.qcFail;
