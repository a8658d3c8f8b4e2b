const familyNameId = 1;
const windowsPlatform = 3;
const macintoshPlatform = 1;

/**
 * The family a TrueType or OpenType font belongs to, by which a page names it; null for other
 * bytes, collections of fonts among them.
 *
 * Source: OpenType 1.9.1, "Organization of an OpenType font" and "name - Naming table".
 */
export function fontFamily(font: Uint8Array): string | null {
  try {
    const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
    const table = nameTable(view);
    return table === null ? null : familyIn(view, table);
  } catch (error) {
    // Every offset is the file's own word: one that leads outside is a damaged file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function nameTable(view: DataView): number | null {
  const signature = view.getUint32(0);
  const isFont = signature === 0x0001_0000 || signature === 0x4f54_544f;
  if (!isFont) return null;
  const count = view.getUint16(4);
  for (let i = 0; i < count; i++) {
    const record = 12 + 16 * i;
    if (view.getUint32(record) === 0x6e61_6d65) return view.getUint32(record + 8);
  }
  return null;
}

function familyIn(view: DataView, table: number): string | null {
  const count = view.getUint16(table + 2);
  const texts = table + view.getUint16(table + 4);
  let found: string | null = null;
  for (let i = 0; i < count; i++) {
    const record = table + 6 + 12 * i;
    if (view.getUint16(record + 6) !== familyNameId) continue;
    const platform = view.getUint16(record);
    const at = { start: texts + view.getUint16(record + 10), bytes: view.getUint16(record + 8) };
    if (platform === windowsPlatform) return textAt(view, at, 'utf-16be');
    if (platform === macintoshPlatform) found ??= textAt(view, at, 'latin1');
  }
  return found;
}

function textAt(
  view: DataView,
  { start, bytes }: { start: number; bytes: number },
  encoding: 'utf-16be' | 'latin1',
): string {
  if (start + bytes > view.byteLength) throw new RangeError('a name ends behind the font');
  return new TextDecoder(encoding).decode(
    new Uint8Array(view.buffer, view.byteOffset + start, bytes),
  );
}
