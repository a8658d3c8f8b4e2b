import { contigOf, mappingQualityOf, matePositionOf, positionOf } from './record';
import {
  DUPLICATE_RULE,
  FLAG_KINDS,
  LAST_CONTIG,
  LAST_MATE_START,
  LAST_START,
  MAPPING_QUALITY_MIN,
} from './state';

// The classes of `readClassNames`, in their order.
const UNMAPPED: u8 = 0;
const SECONDARY: u8 = 1;
const SUPPLEMENTARY: u8 = 2;
const QC_FAIL: u8 = 3;
const DUPLICATE: u8 = 4;
const LOW_MAPPING_QUALITY: u8 = 5;
const IMPROPER_PAIR: u8 = 6;
const SECOND_MATE: u8 = 7;
export const COUNTED: u8 = 8;
/** Passes every filter, but lies on a contig without bins. */
export const OTHER_CONTIG: u8 = 9;

// What FLAG alone decides: a class up to DUPLICATE, or what the read is if its quality suffices.
const PROPER_PAIR: u8 = SECOND_MATE;
const SINGLE: u8 = COUNTED;
/** Added to the kind of a read that goes to the reverse column. */
export const REVERSE_BIT: u8 = 0x80;
export const KIND_BITS: u8 = 0x0f;

const RULE_FLAG: u32 = 0;
const RULE_START: u32 = 1;

const NO_MATE_START: i64 = i64.MIN_VALUE;

/** Writes what each FLAG means under the duplicate rule, so that a read costs one look-up. */
export function prepareKinds(): void {
  const dropsFlagged = load<u32>(DUPLICATE_RULE) === RULE_FLAG;
  for (let flags: u32 = 0; flags < 4096; flags++) {
    const kind = kindOf(flags, dropsFlagged) | (isReverse(flags) ? REVERSE_BIT : 0);
    store<u8>(FLAG_KINDS + flags, kind);
  }
  store<i32>(LAST_CONTIG, -1);
  store<i32>(LAST_START, -1);
  store<i64>(LAST_MATE_START, NO_MATE_START);
}

function kindOf(flags: u32, dropsFlagged: bool): u8 {
  if (flags & 0x4) return UNMAPPED;
  if (flags & 0x100) return SECONDARY;
  if (flags & 0x800) return SUPPLEMENTARY;
  if (flags & 0x200) return QC_FAIL;
  if (dropsFlagged && flags & 0x400) return DUPLICATE;
  if (!(flags & 0x1)) return SINGLE;
  return flags & 0x2 ? PROPER_PAIR : IMPROPER_PAIR;
}

/** Its own strand, and for a pair that of the first mate, which the second carries as its mate's. */
function isReverse(flags: u32): bool {
  const speaksForMate = (flags & 0x1) !== 0 && (flags & 0xc0) === 0x80;
  return (flags & (speaksForMate ? 0x20 : 0x10)) !== 0;
}

/** The class of a record, given what its FLAG says. */
// @ts-ignore: decorator
@inline
export function classOf(record: usize, flags: u32, kind: u8): u8 {
  if (kind <= DUPLICATE) return kind;
  if (load<u32>(DUPLICATE_RULE) === RULE_START && isDuplicateStart(record, flags, kind)) {
    return DUPLICATE;
  }
  if (mappingQualityOf(record) < load<u32>(MAPPING_QUALITY_MIN)) return LOW_MAPPING_QUALITY;
  if (kind !== PROPER_PAIR) return kind;
  return isCountedMate(record, flags) ? COUNTED : SECOND_MATE;
}

/** Of a proper pair the mate further left, and at equal positions the first. */
function isCountedMate(record: usize, flags: u32): bool {
  const position = positionOf(record);
  const matePosition = matePositionOf(record);
  return position === matePosition ? (flags & 0x40) !== 0 : position < matePosition;
}

/**
 * Rule `start`: whether a single read or a counted mate starts where the last such read did (and
 * the mate where its mate did). Each, dropped or not, becomes the last.
 */
function isDuplicateStart(record: usize, flags: u32, kind: u8): bool {
  if (kind === IMPROPER_PAIR) return false;
  if (kind === PROPER_PAIR && !isCountedMate(record, flags)) return false;
  const contig = contigOf(record);
  const start = positionOf(record);
  const mateStart = kind === SINGLE ? NO_MATE_START : <i64>matePositionOf(record);
  const isSamePlace = contig === load<i32>(LAST_CONTIG) && start === load<i32>(LAST_START);
  const isSameMate = kind === SINGLE || mateStart === load<i64>(LAST_MATE_START);
  store<i32>(LAST_CONTIG, contig);
  store<i32>(LAST_START, start);
  store<i64>(LAST_MATE_START, mateStart);
  return isSamePlace && isSameMate;
}
