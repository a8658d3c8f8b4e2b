/** 1 January 1980, midnight: the first moment a ZIP archive can name. */
const epochDate = 0x0021;

/**
 * The same archive with every entry dated alike, so that the same table is the same bytes whenever
 * it is written. The bytes are changed in place.
 *
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. Edge: throws on bytes that end
 * in no directory; archives of more than 65 535 entries or 4 GiB are not written here.
 */
export function timelessZip(archive: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.byteLength - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new Error('no ZIP directory');
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    setTime(view, entry + 12);
    setTime(view, view.getUint32(entry + 42, true) + 10);
    const [name, extra, comment] = [28, 30, 32].map((at) => view.getUint16(entry + at, true));
    entry += 46 + name + extra + comment;
  }
  return archive;
}

function setTime(view: DataView, offset: number): void {
  view.setUint16(offset, 0, true);
  view.setUint16(offset + 2, epochDate, true);
}
